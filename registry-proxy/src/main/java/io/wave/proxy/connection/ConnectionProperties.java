package io.wave.proxy.connection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits and timeouts of client connections. A connection above a limit is closed at once.
 *
 * @param max maximum number of connections; lowered if the operating system's limit of open files does not allow
 *     that many beside the reserved ones
 * @param perAddress maximum number of connections per client address, for IPv6 per /64; does not apply to trusted
 *     proxies. An address that many machines share, such as the NAT gateway of a cluster, may need more
 * @param reservedFiles files and sockets reserved for everything else in this process: connections to registries
 *     and to other services, in the standalone process also Kafka and the other services; at most half of the limit of
 *     open files
 * @param headTimeout maximum time from the first byte of a request, or from the opening of a connection, to the end
 *     of the request headers
 * @param bodyTimeout maximum pause within a request body; then the request gets 408
 * @param bodyLimit maximum time for a whole request body; then the request gets 408
 * @param writeTimeout maximum time without progress for a client that has a response to read
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

    /** @throws IllegalArgumentException if a limit or timeout is not positive */
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
            throw new IllegalArgumentException("wave.proxy.connections.%s: must be greater than 0".formatted(key));
        }
    }
}
