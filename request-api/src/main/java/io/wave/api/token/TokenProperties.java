package io.wave.api.token;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Lifetime of tokens.
 *
 * @param duration lifetime of a token
 */
@Validated
@ConfigurationProperties("wave.tokens.cache")
record TokenProperties(
        @DefaultValue("36h") @DurationMin(seconds = 1) Duration duration) {}
