package io.wave.worker.egress;

import java.time.Duration;

/**
 * Limits of the egress guard.
 *
 * @param maxConnections maximum number of concurrent connections of one job
 * @param connectTimeout timeout for connecting, and for receiving the head of a request
 * @param idleTimeout time without data in both directions after which a connection is closed
 */
public record GuardLimits(int maxConnections, Duration connectTimeout, Duration idleTimeout) {

    /** The limits of workers that do not configure their own. */
    public static final GuardLimits STANDARD = new GuardLimits(256, Duration.ofSeconds(10), Duration.ofMinutes(10));
}
