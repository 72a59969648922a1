package io.wave.api.dashboard;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The home page.
 *
 * @param names whether builds of callers without a login are named and linked; else, as for all others, only counted
 * @param maxViewers how many may watch a replica's picture live; beyond it the picture is drawn once
 * @param maxViewersPerAddress how many of them may be at one address, or in one /64 of IPv6
 */
@Validated
@ConfigurationProperties("wave.home")
record HomeProperties(
        @DefaultValue("true") boolean names,
        @DefaultValue("200") @Min(0) int maxViewers,
        @DefaultValue("20") @Min(0) int maxViewersPerAddress) {}
