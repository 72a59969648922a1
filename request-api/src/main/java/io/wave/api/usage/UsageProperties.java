package io.wave.api.usage;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Usage counts of builds, pulls, mirrors and scans.
 *
 * @param enabled whether usage is counted and available to operators under {@code /v1alpha2/metrics} and {@code
 *     /v1alpha3/metrics}
 */
@Validated
@ConfigurationProperties("wave.metrics")
record UsageProperties(@DefaultValue("false") boolean enabled) {}
