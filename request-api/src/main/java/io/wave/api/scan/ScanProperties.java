package io.wave.api.scan;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Scans of images for vulnerabilities.
 *
 * @param enabled whether images are scanned at all; requires a scan-worker
 * @param timeout how long a scan may run
 * @param id how long results are used
 * @param vulnerability what responses contain
 */
@Validated
@ConfigurationProperties("wave.scan")
public record ScanProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("15m") @DurationMin(seconds = 1) Duration timeout,
        @DefaultValue Id id,
        @DefaultValue Vulnerability vulnerability) {

    /**
     * How long results are used.
     *
     * @param duration time after a successful scan in which the same image is not scanned again
     */
    public record Id(@DefaultValue("7d") Duration duration) {}

    /**
     * What responses contain.
     *
     * @param limit maximum number of vulnerabilities in the response about a scan, the most severe first; 0 for all
     */
    public record Vulnerability(@DefaultValue("100") int limit) {}
}
