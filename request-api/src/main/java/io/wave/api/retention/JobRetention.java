package io.wave.api.retention;

import io.wave.config.InvalidConfigurationException;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Checks the retention of builds against that of the workers' job records.
 *
 * @param retention how long finished jobs stay in the workers' table; not longer than {@code wave.retention.builds}
 */
@Validated
@ConfigurationProperties("wave.jobs")
record JobRetention(
        @DefaultValue("30d") @DurationMin(seconds = 0) Duration retention) {

    /**
     * The id of a deleted build may be used again, while a worker that still has the old job reports its state.
     *
     * @throws InvalidConfigurationException if builds are deleted earlier than their jobs
     */
    void requireKeptWithin(Duration builds) {
        if (builds.compareTo(retention) < 0) {
            throw new InvalidConfigurationException(
                    "wave.retention.builds: '%s' is shorter than wave.jobs.retention, '%s'"
                            .formatted(builds, retention),
                    "Keep builds at least as long as their job records: raise wave.retention.builds or lower"
                            + " wave.jobs.retention.");
        }
    }
}
