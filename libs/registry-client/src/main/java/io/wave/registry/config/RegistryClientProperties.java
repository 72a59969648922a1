package io.wave.registry.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of calls to registries.
 *
 * @param connectTimeout timeout for connecting
 * @param responseTimeout timeout for the response headers
 * @param idleTimeout longest time in which the registry sends nothing of a body
 * @param maxRetries retries of a call after 429, 5xx or a closed connection, within the retry budget of the registry
 * @param maxConnections maximum number of connections to one host
 * @param readerTimeout longest time in which a client reads nothing of a blob
 * @param documentTimeout timeout for the body of a manifest, image configuration, list of tags or token
 * @param documentMemory memory for all manifests and configurations that are being processed
 * @param breakerFailures calls in a row that a registry fails to answer until further ones fail without being sent; 0: all are sent
 * @param breakerPause time until one call is sent again, to see whether the registry answers
 * @param staleTags longest time for which the last known digest of a tag is used while the registry limits or does not answer calls
 *     with the same credentials; 0: never
 */
@ConfigurationProperties("wave.registry-client")
public record RegistryClientProperties(
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("30s") Duration responseTimeout,
        @DefaultValue("60s") Duration idleTimeout,
        @DefaultValue("2") int maxRetries,
        @DefaultValue("1000") int maxConnections,
        @DefaultValue("60s") Duration readerTimeout,
        @DefaultValue("30s") Duration documentTimeout,
        @DefaultValue("32MB") DataSize documentMemory,
        @DefaultValue("5") int breakerFailures,
        @DefaultValue("5s") Duration breakerPause,
        @DefaultValue("1h") Duration staleTags) {

    private static final DataSize MIN_MEMORY = DataSize.ofMegabytes(32);
    private static final int MAX_BREAKER_FAILURES = 1_000;
    private static final Duration MIN_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(10);
    private static final Duration MAX_STALE = Duration.ofHours(24);

    /** @throws IllegalArgumentException if a limit is out of range */
    public RegistryClientProperties {
        if (maxRetries < 0 || maxRetries > 10) {
            throw new IllegalArgumentException("wave.registry-client.max-retries: must be between 0 and 10");
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("wave.registry-client.max-connections: must be greater than 0");
        }
        if (!readerTimeout.isPositive() || !documentTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "wave.registry-client.reader-timeout, document-timeout: must be greater than 0");
        }
        if (documentMemory.compareTo(MIN_MEMORY) < 0) {
            throw new IllegalArgumentException("wave.registry-client.document-memory: must be at least 32MB");
        }
        if (breakerFailures < 0 || breakerFailures > MAX_BREAKER_FAILURES) {
            throw new IllegalArgumentException(
                    "wave.registry-client.breaker-failures: must be between 0 and " + MAX_BREAKER_FAILURES);
        }
        if (breakerPause.compareTo(MIN_PAUSE) < 0 || breakerPause.compareTo(MAX_PAUSE) > 0) {
            throw new IllegalArgumentException("wave.registry-client.breaker-pause: must be between 1s and 10m");
        }
        if (staleTags.isNegative() || staleTags.compareTo(MAX_STALE) > 0) {
            throw new IllegalArgumentException("wave.registry-client.stale-tags: must be between 0 and 24h");
        }
    }
}
