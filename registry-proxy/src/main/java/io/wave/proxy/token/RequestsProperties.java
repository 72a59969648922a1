package io.wave.proxy.token;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How requests are remembered and how strangers are kept from guessing tokens.
 *
 * @param maxSize how much memory requests may take, roughly
 * @param checkInterval how often tokens in use are looked up again, in case the word of their end was missed
 * @param unknownFor how long an unknown token is answered from memory
 * @param unknownPerMinute how many look-ups of unknown tokens a client address has each minute
 */
@ConfigurationProperties("wave.proxy.requests")
record RequestsProperties(
        @DefaultValue("64MB") DataSize maxSize,
        @DefaultValue("5s") Duration checkInterval,
        @DefaultValue("5s") Duration unknownFor,
        @DefaultValue("120") int unknownPerMinute) {}
