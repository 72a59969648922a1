package io.wave.api.web.body;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Request bodies.
 *
 * @param maxSize maximum size of a body; larger requests are rejected with 413
 * @param timeout maximum time in which a body must arrive; slower requests are rejected with 408
 * @param stallTimeout time in which the next 16 KiB or the end of a body must arrive; slower requests are rejected with 408
 */
@Validated
@ConfigurationProperties("wave.requests.body")
public record BodyProperties(
        @DefaultValue("10MB") DataSize maxSize,
        @DefaultValue("60s") Duration timeout,
        @DefaultValue("10s") Duration stallTimeout) {

    /** @throws IllegalArgumentException if a time is not greater than zero */
    public BodyProperties {
        if (!timeout.isPositive() || !stallTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "wave.requests.body.timeout, wave.requests.body.stall-timeout: must be greater than 0");
        }
    }
}
