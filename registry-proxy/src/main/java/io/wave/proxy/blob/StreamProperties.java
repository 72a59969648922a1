package io.wave.proxy.blob;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds of the blobs that are sent at a time. A call over a bound is answered 429 with {@code Retry-After}.
 *
 * @param max how many in all; fewer where they could take more than half of the JVM's direct memory
 * @param perAddress how many to one client address, of IPv6 to one /64: also its share of the connections to a registry
 */
@ConfigurationProperties("wave.proxy.streams")
record StreamProperties(
        @DefaultValue("1000") int max, @DefaultValue("250") int perAddress) {

    /** @throws IllegalArgumentException if a bound is none */
    StreamProperties {
        if (max < 1 || perAddress < 1) {
            throw new IllegalArgumentException("wave.proxy.streams: max and per-address must be above 0");
        }
    }
}
