package io.wave.proxy.token;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Cache of container requests, and protection against guessing of tokens.
 *
 * @param maxSize approximate maximum size of cached requests
 * @param checkInterval how often tokens in use are looked up again, in case a revocation was missed
 * @param unknownFor how long an unknown token is rejected without a new lookup
 * @param unknownPerMinute maximum number of unknown tokens per client address and minute
 */
@ConfigurationProperties("wave.proxy.requests")
record RequestsProperties(
        @DefaultValue("64MB") DataSize maxSize,
        @DefaultValue("5s") Duration checkInterval,
        @DefaultValue("5s") Duration unknownFor,
        @DefaultValue("120") int unknownPerMinute) {}
