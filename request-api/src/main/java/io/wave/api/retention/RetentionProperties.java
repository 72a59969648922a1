package io.wave.api.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long records and objects are kept. What a live token or a live build names stays in any case.
 *
 * @param requests how long requests are kept after the end of their tokens
 * @param builds how long builds are kept after their end, with their lock files; not shorter than {@code wave.jobs.retention},
 *     and as long as a request that names them is kept
 * @param logs how long logs of builds are kept
 * @param contexts how long build contexts and layers of a build are kept after its end
 * @param usage how long the usage of a day is kept
 * @param unnamed how long objects are kept that no record names: their record may not have been written yet
 * @param interval how often is looked for what is to be deleted
 */
@Validated
@ConfigurationProperties("wave.retention")
record RetentionProperties(
        @DefaultValue("30d") Duration requests,
        @DefaultValue("90d") Duration builds,
        @DefaultValue("30d") Duration logs,
        @DefaultValue("7d") Duration contexts,
        @DefaultValue("730d") Duration usage,
        @DefaultValue("1d") Duration unnamed,
        @DefaultValue("1h") Duration interval) {

    private static final Duration SHORTEST_UNNAMED = Duration.ofHours(1);

    RetentionProperties {
        if (requests.isNegative()
                || builds.isNegative()
                || logs.isNegative()
                || contexts.isNegative()
                || usage.isNegative()) {
            throw new IllegalArgumentException("wave.retention: no time may be negative");
        }
        if (unnamed.compareTo(SHORTEST_UNNAMED) < 0) {
            throw new IllegalArgumentException("wave.retention.unnamed must be at least 1h");
        }
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("wave.retention.interval must be at least 1s");
        }
    }
}
