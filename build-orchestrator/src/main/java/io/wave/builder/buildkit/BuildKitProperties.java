package io.wave.builder.buildkit;

import io.wave.image.Platform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration of BuildKit. Without addresses, each worker runs its own daemon.
 *
 * @param address addresses of external daemons: {@code tcp://host:port} or {@code unix:///path}. Builds of the same base image use the
 *     same one
 * @param tls certificates for addresses that start with {@code tcp://}
 * @param platforms platforms that the external daemons build for jobs in containers, such as {@code linux/amd64}; all when empty.
 *     Builds for others have daemons of their own
 * @param stateDir state directory of the worker's own daemon; by default {@code buildkit} beside
 *     {@code wave.jobs.work-dir}
 * @param keepStorage maximum size of the cache of the worker's own daemon; above it, the least recently used entries are
 *     removed
 * @param keepDuration how long the worker's own daemon keeps unused cache entries
 * @param frontends repositories of the images that {@code # syntax=} lines may name, such as {@code docker/dockerfile}; lines with
 *     other images are ignored. External daemons have their own list
 * @param rewriteTimestamps whether files that RUN steps create get the time of the request at the latest, so that another attempt
 *     produces the same image. All layers above the base image are then compressed a second time. Does not apply to builds with
 *     a layer cache, whose cached layers are the same in all images
 * @param startTimeout how long a build waits for the worker's own daemon, or for one of the external daemons to accept connections
 * @param limits what RUN steps may use with the worker's own daemon, where the worker can make control groups (cgroups)
 * @param restricted builds that use images which only some callers can read
 */
@ConfigurationProperties("wave.build.buildkit")
public record BuildKitProperties(
        @DefaultValue List<String> address,
        @DefaultValue Tls tls,
        @DefaultValue List<String> platforms,
        @Nullable Path stateDir,
        @DefaultValue("20GB") DataSize keepStorage,
        @DefaultValue("14d") Duration keepDuration,
        @DefaultValue List<String> frontends,
        @DefaultValue("true") boolean rewriteTimestamps,
        @DefaultValue("30s") Duration startTimeout,
        @DefaultValue Limits limits,
        @DefaultValue Restricted restricted) {

    /** @throws IllegalArgumentException if an address is invalid, a number is not positive, or a frontend is invalid */
    public BuildKitProperties {
        address = address.stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
        address.forEach(text -> check("address", () -> new DaemonAddress(text)));
        platforms.forEach(text -> check("platforms", () -> Platform.parse(text)));
        if (keepStorage.toBytes() <= 0 || !keepDuration.isPositive() || !startTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "wave.build.buildkit.keep-storage, keep-duration, start-timeout: must be greater than 0");
        }
        platforms = List.copyOf(platforms);
        frontends = Frontends.of(frontends).repositories();
    }

    private static void check(String key, Supplier<?> parsed) {
        try {
            var _ = parsed.get();
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("wave.build.buildkit.%s: %s".formatted(key, invalid.getMessage()));
        }
    }

    /** Whether the external daemons build for this platform. */
    boolean buildsExternally(Platform platform) {
        return platforms.isEmpty() || platforms.stream().map(Platform::parse).anyMatch(platform::equals);
    }

    /** The external daemons. */
    List<DaemonAddress> externalAddresses() {
        return address.stream().map(DaemonAddress::new).toList();
    }

    /**
     * Certificates, as files in PEM.
     *
     * @param ca certificate of the authority that signed the certificate of the daemon
     * @param cert client certificate of the worker
     * @param key private key of the client certificate
     */
    public record Tls(
            @Nullable Path ca,
            @Nullable Path cert,
            @Nullable Path key) {}

    /**
     * Builds that use images which only some callers can read. The worker runs a daemon of its own for the builds of those who can
     * read the same images, with limits, {@code keep-storage} and state of its own.
     *
     * @param idleTimeout how long such a daemon is kept after its last build; then its state is removed
     * @param maxIdle how many such daemons are kept without builds; above it, those that were used least recently end
     * @param external whether such builds use the external daemons, which do not keep the images of callers apart. Otherwise they run in
     *     containers with daemons of their own, and fail with the runner {@code process}
     */
    public record Restricted(
            @DefaultValue("15m") Duration idleTimeout,
            @DefaultValue("3") int maxIdle,
            @DefaultValue("false") boolean external) {

        /** @throws IllegalArgumentException if a number is negative */
        public Restricted {
            if (idleTimeout.isNegative() || maxIdle < 0) {
                throw new IllegalArgumentException(
                        "wave.build.buildkit.restricted.idle-timeout, max-idle: must not be negative");
            }
        }
    }

    /**
     * Limits of RUN steps. Their disk is limited by {@code wave.jobs.disk-limit}.
     *
     * @param memory how much memory one step may use
     * @param processes how many processes and threads one step may have at a time
     * @param totalMemory how much memory all steps of a worker may use together; three quarters of what the worker's machine
     *     or container has when not given
     * @param daemonMemory how much memory the worker's own daemon may use without its steps, such as to parse container files and
     *     to compress layers; a quarter of what the worker's machine or container has when not given
     */
    public record Limits(
            @DefaultValue("8GB") DataSize memory,
            @DefaultValue("4096") int processes,
            @Nullable DataSize totalMemory,
            @Nullable DataSize daemonMemory) {

        /** @throws IllegalArgumentException if a limit is not positive */
        public Limits {
            if (memory.toBytes() <= 0 || processes <= 0 || isNotPositive(totalMemory) || isNotPositive(daemonMemory)) {
                throw new IllegalArgumentException(
                        "wave.build.buildkit.limits.memory, processes, total-memory, daemon-memory: must be greater than 0");
            }
        }

        private static boolean isNotPositive(@Nullable DataSize size) {
            return size != null && size.toBytes() <= 0;
        }

        /** In bytes, of so many that the worker has. */
        long totalMemory(long available) {
            return totalMemory == null ? available / 4 * 3 : totalMemory.toBytes();
        }

        /** In bytes, of so many that the worker has. */
        long daemonMemory(long available) {
            return daemonMemory == null ? available / 4 : daemonMemory.toBytes();
        }
    }
}
