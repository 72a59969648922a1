package io.wave.api.web.body;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Bodies of requests.
 *
 * @param maxSize beyond it a request is answered 413
 * @param timeout how long a body may take to arrive; then the request is answered 408
 * @param stallTimeout within this time 16 KiB of a body must arrive, or its end; else the request is answered 408
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
                    "wave.requests.body.timeout and wave.requests.body.stall-timeout must be greater than zero");
        }
    }
}
