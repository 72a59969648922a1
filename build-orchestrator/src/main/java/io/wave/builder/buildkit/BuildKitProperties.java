package io.wave.builder.buildkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How BuildKit is used. Without an address each worker runs a daemon of its own.
 *
 * @param address address of a daemon that runs elsewhere: {@code unix:///path} or {@code tcp://host:port}
 * @param tls certificates for an address that begins with {@code tcp://}
 * @param stateDir where the worker's own daemon keeps its state; {@code buildkit} beside {@code wave.jobs.work-dir} when not
 *     given
 * @param keepStorage how much disk the cache of the worker's own daemon may take; above it what was not used for longest is
 *     removed
 * @param keepDuration how long the worker's own daemon keeps what no build has used
 * @param startTimeout how long a build waits for the worker's own daemon
 */
@ConfigurationProperties("wave.build.buildkit")
public record BuildKitProperties(
        @Nullable String address,
        @DefaultValue Tls tls,
        @Nullable Path stateDir,
        @DefaultValue("20GB") DataSize keepStorage,
        @DefaultValue("14d") Duration keepDuration,
        @DefaultValue("30s") Duration startTimeout) {

    /** @throws IllegalArgumentException if the address is of another kind, or an amount is not positive */
    public BuildKitProperties {
        address = address == null || address.isBlank() ? null : address.strip();
        if (address != null && !address.startsWith("unix://") && !address.startsWith("tcp://")) {
            throw new IllegalArgumentException(
                    "wave.build.buildkit.address must begin with unix:// or tcp://, not '%s'".formatted(address));
        }
        if (keepStorage.toBytes() <= 0 || !keepDuration.isPositive() || !startTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "wave.build.buildkit.keep-storage, keep-duration and start-timeout must be greater than zero");
        }
    }

    /** The daemon that runs elsewhere, if one is configured. */
    Optional<String> externalAddress() {
        return Optional.ofNullable(address);
    }

    /**
     * Certificates, as files in PEM.
     *
     * @param ca of the authority that has signed the daemon's certificate
     * @param cert the worker's own certificate
     * @param key the key of the worker's certificate
     */
    public record Tls(
            @Nullable Path ca,
            @Nullable Path cert,
            @Nullable Path key) {}
}
