package io.wave.builder;

import io.wave.worker.egress.GuardLimits;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Configuration of the egress proxy on the loopback interface of the worker. Builders connect through it, so that
 * private addresses are denied for the addresses that are actually connected to. The proxy is disabled if
 * {@code wave.security.ssrf-protection.enabled} is false.
 *
 * @param steps whether RUN steps of a build use the proxy too, through the variables {@code HTTP_PROXY}, {@code
 *     HTTPS_PROXY} and {@code NO_PROXY}
 * @param maxConnections maximum number of concurrent connections of one build
 * @param connectTimeout timeout for connecting, and for receiving the head of a request
 * @param idleTimeout time without data in both directions after which a connection is closed
 */
@Validated
@ConfigurationProperties("wave.build.egress")
record EgressGuardProperties(
        @DefaultValue("true") boolean steps,
        @DefaultValue("256") @Positive int maxConnections,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("10m") Duration idleTimeout) {

    /** @throws IllegalArgumentException if a timeout is not positive */
    EgressGuardProperties {
        if (!connectTimeout.isPositive() || !idleTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "wave.build.egress.connect-timeout, wave.build.egress.idle-timeout: must be greater than 0");
        }
    }

    GuardLimits limits() {
        return new GuardLimits(maxConnections, connectTimeout, idleTimeout);
    }
}
