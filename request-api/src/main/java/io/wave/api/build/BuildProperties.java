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
 * Which builds are accepted, and which repositories they use.
 *
 * @param enabled whether images are built at all
 * @param repo default repository of built images
 * @param cache repository of layer caches for requests that name none and build into {@code repo}
 * @param publicRepo default repository of frozen images built from packages; if it is a registry only, a repository
 *     path is added
 * @param reservedWords path components that a request must not use in {@code public-repo}
 * @param timeout how long a build may run
 * @param trustedTimeout how long a freeze build of a user with an API token may run, if longer than {@code timeout}
 * @param commandTimeout how long to wait for a worker to accept a build before the build command is sent again
 * @param maxContainerFileSize maximum length of a container file, in base64 characters
 * @param maxCondaFileSize maximum length of a Conda file, in base64 characters
 * @param maxDataLayerSize maximum length of the location of an inline layer, in characters
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
     * @param trusted whether it is a freeze build of an authenticated user
     */
    public Duration timeout(boolean trusted) {
        return trusted && trustedTimeout.compareTo(timeout) > 0 ? trustedTimeout : timeout;
    }
}
