package io.wave.api.usage;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Counting of builds, pulls, mirrors and scans.
 *
 * @param enabled whether it is counted, and shown to the operators under {@code /v1alpha2/metrics} and
 *     {@code /v1alpha3/metrics}
 */
@Validated
@ConfigurationProperties("wave.metrics")
record UsageProperties(@DefaultValue("false") boolean enabled) {}
