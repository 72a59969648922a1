package io.wave.mirroring.copy;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the worker copies images.
 *
 * @param progressTimeout time without any data read or written after which a copy is started again
 * @param retries how often a copy is started again after a failure that passes, such as an overloaded registry; what was
 *     copied is not copied again
 */
@ConfigurationProperties("wave.mirror")
public record CopyProperties(
        @DefaultValue("2m") Duration progressTimeout,
        @DefaultValue("5") int retries) {

    /** @throws IllegalArgumentException if a value is out of range */
    public CopyProperties {
        if (progressTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("wave.mirror.progress-timeout: must be at least 1s");
        }
        if (retries < 0) {
            throw new IllegalArgumentException("wave.mirror.retries: must not be negative");
        }
    }
}
