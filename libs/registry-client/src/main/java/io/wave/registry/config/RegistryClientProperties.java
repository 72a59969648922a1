package io.wave.registry.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of calls to registries.
 *
 * @param connectTimeout longest wait for a connection
 * @param responseTimeout longest wait for the headers of an answer
 * @param idleTimeout longest silence in the body of an answer, while its reader is ready for more
 * @param maxRetries how often a call is repeated after 429, 5xx or a broken connection, while the registry's retry
 *     budget lasts
 * @param maxConnections connections to one host
 * @param readerTimeout longest time in which the reader of a blob takes nothing
 * @param documentTimeout longest time for the body of a manifest, image configuration, list of tags or token
 * @param documentMemory memory for all documents that are being read and worked on
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
        @DefaultValue("32MB") DataSize documentMemory) {

    private static final DataSize LEAST_MEMORY = DataSize.ofMegabytes(32);

    /** @throws IllegalArgumentException if a limit is none */
    public RegistryClientProperties {
        if (maxRetries < 0 || maxRetries > 10) {
            throw new IllegalArgumentException("wave.registry-client.max-retries is 0 to 10");
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("wave.registry-client.max-connections is at least 1");
        }
        if (!readerTimeout.isPositive() || !documentTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "wave.registry-client.reader-timeout and wave.registry-client.document-timeout are above zero");
        }
        if (documentMemory.compareTo(LEAST_MEMORY) < 0) {
            throw new IllegalArgumentException("wave.registry-client.document-memory is at least 32MB");
        }
    }
}
