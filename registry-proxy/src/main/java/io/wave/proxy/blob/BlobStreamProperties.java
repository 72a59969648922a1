package io.wave.proxy.blob;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of concurrent blob downloads. A request above a limit gets 429 with {@code Retry-After}.
 *
 * @param max maximum number of concurrent downloads; lowered if they could use more than half of the JVM's direct
 *     memory
 * @param perAddress maximum number of concurrent downloads per client address, for IPv6 per /64; also the client's
 *     share of the connections to a registry
 */
@ConfigurationProperties("wave.proxy.streams")
record BlobStreamProperties(
        @DefaultValue("1000") int max, @DefaultValue("250") int perAddress) {

    /** @throws IllegalArgumentException if a limit is not positive */
    BlobStreamProperties {
        if (max < 1 || perAddress < 1) {
            throw new IllegalArgumentException("wave.proxy.streams.max, per-address: must be greater than 0");
        }
    }
}
