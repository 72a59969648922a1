package io.wave.proxy.connection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds of the connections of clients. What is over a bound is closed at once.
 *
 * @param max how many in all; fewer where the operating system does not let this process have that many files beside the
 *     reserved ones
 * @param perAddress how many from one address, of IPv6 from one /64; trusted proxies have no bound of their own. An address
 *     that many machines share, such as that of a cluster behind a gateway, may need more
 * @param reservedFiles files and sockets left for all else in this process: connections to registries and to the other
 *     services, in the standalone process Kafka and the other services too; never more than half of the limit
 * @param headTimeout longest time from the first byte of a request, or from the opening of a connection, to the end of its
 *     headers
 * @param bodyTimeout longest silence in the body of a request; after it the call is answered 408
 * @param bodyLimit longest time for the whole body of a request; likewise
 * @param writeTimeout longest time without progress of a client that has an answer to read
 */
@ConfigurationProperties("wave.proxy.connections")
record ConnectionProperties(
        @DefaultValue("20000") int max,
        @DefaultValue("4000") int perAddress,
        @DefaultValue("4096") int reservedFiles,
        @DefaultValue("20s") Duration headTimeout,
        @DefaultValue("15s") Duration bodyTimeout,
        @DefaultValue("70s") Duration bodyLimit,
        @DefaultValue("60s") Duration writeTimeout) {

    /** @throws IllegalArgumentException if a bound is none */
    ConnectionProperties {
        requirePositive("max", max > 0);
        requirePositive("per-address", perAddress > 0);
        requirePositive("reserved-files", reservedFiles > 0);
        requirePositive("head-timeout", headTimeout.isPositive());
        requirePositive("body-timeout", bodyTimeout.isPositive());
        requirePositive("body-limit", bodyLimit.isPositive());
        requirePositive("write-timeout", writeTimeout.isPositive());
    }

    private static void requirePositive(String key, boolean positive) {
        if (!positive) {
            throw new IllegalArgumentException("wave.proxy.connections.%s: must be above 0".formatted(key));
        }
    }
}
