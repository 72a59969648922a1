package io.wave.api.container;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long images are served under a token.
 *
 * @param duration life of a token
 */
@ConfigurationProperties("wave.tokens.cache")
record TokenProperties(@DefaultValue("36h") Duration duration) {}
