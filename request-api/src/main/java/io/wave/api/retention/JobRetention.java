package io.wave.api.retention;

import io.wave.config.InvalidConfigurationException;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What request-api has to know about the records that workers keep of the same builds.
 *
 * @param retention how long finished jobs stay in the table of the workers; not longer than {@code wave.retention.builds}
 */
@Validated
@ConfigurationProperties("wave.jobs")
record JobRetention(
        @DefaultValue("30d") @DurationMin(seconds = 0) Duration retention) {

    /**
     * The id of a build whose row is gone may be given again, while a worker that still has its job tells of that one.
     *
     * @throws InvalidConfigurationException if the build is forgotten here before
     */
    void requireKeptWithin(Duration builds) {
        if (builds.compareTo(retention) < 0) {
            throw new InvalidConfigurationException(
                    "wave.retention.builds: '%s' is shorter than wave.jobs.retention, '%s'"
                            .formatted(builds, retention),
                    "Keep builds at least as long as the records of their jobs: raise wave.retention.builds or lower"
                            + " wave.jobs.retention.");
        }
    }
}
