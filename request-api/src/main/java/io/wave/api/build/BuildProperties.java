package io.wave.api.build;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which builds are accepted, and where their images go.
 *
 * @param enabled whether images are built at all
 * @param repo repository of built images when a request names none
 * @param cache repository of layer caches when a request names none and builds into {@code repo}
 * @param publicRepo repository of frozen images of packages when a request names none; a registry alone is completed
 * @param reservedWords path components that a request must not name in {@code public-repo}
 * @param timeout how long a build may run
 * @param trustedTimeout how long a frozen build of a user with a Platform token may run, where that is longer
 * @param commandTimeout how long a worker may take to accept a build before it is told again
 * @param maxContainerFileSize characters of a container file, as sent in base64
 * @param maxCondaFileSize characters of a Conda file, as sent in base64
 * @param maxDataLayerSize characters of the location of an inline layer
 */
@Validated
@ConfigurationProperties("wave.build")
public record BuildProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String repo,
        @Nullable String cache,
        @Nullable String publicRepo,
        @DefaultValue Set<String> reservedWords,
        @DefaultValue("15m") @DurationMin(seconds = 1) Duration timeout,
        @DefaultValue("25m") @DurationMin(seconds = 1) Duration trustedTimeout,
        @DefaultValue("30s") @DurationMin(seconds = 1) Duration commandTimeout,
        @DefaultValue("10000") @Positive int maxContainerFileSize,
        @DefaultValue("50000") @Positive int maxCondaFileSize,
        @DefaultValue("14000000") @Positive int maxDataLayerSize) {

    /**
     * How long a build may run.
     *
     * @param trusted whether it is a freeze, and of a user who is known
     */
    public Duration timeout(boolean trusted) {
        return trusted && trustedTimeout.compareTo(timeout) > 0 ? trustedTimeout : timeout;
    }
}
