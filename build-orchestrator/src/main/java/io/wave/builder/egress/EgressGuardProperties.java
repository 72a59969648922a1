package io.wave.builder.egress;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The proxy on the worker's loopback interface that builders connect through, so that the rule on private addresses holds
 * for the addresses they really connect to. There is none where {@code wave.security.ssrf-protection.enabled} is false.
 *
 * @param steps whether the RUN steps of a build are told of the proxy too, by the usual variables {@code HTTP_PROXY},
 *     {@code HTTPS_PROXY} and {@code NO_PROXY}
 * @param maxConnections how many connections one build may have at the same time
 * @param connectTimeout how long to wait for a connection, and for the head of a request
 * @param idleTimeout how long a connection may be silent in both directions
 */
@Validated
@ConfigurationProperties("wave.build.egress")
public record EgressGuardProperties(
        @DefaultValue("true") boolean steps,
        @DefaultValue("256") @Min(1) int maxConnections,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("10m") Duration idleTimeout) {

    /** @throws IllegalArgumentException if a time is not greater than zero */
    public EgressGuardProperties {
        if (!connectTimeout.isPositive() || !idleTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "wave.build.egress.connect-timeout and wave.build.egress.idle-timeout must be greater than zero");
        }
    }
}
