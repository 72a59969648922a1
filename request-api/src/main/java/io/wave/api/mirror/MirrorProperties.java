package io.wave.api.mirror;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Mirrors: copies of images to other registries.
 *
 * @param enabled whether images are mirrored at all
 * @param maxDuration how long a mirror may run
 */
@Validated
@ConfigurationProperties("wave.mirror")
public record MirrorProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("20m") @DurationMin(seconds = 1) Duration maxDuration) {}
