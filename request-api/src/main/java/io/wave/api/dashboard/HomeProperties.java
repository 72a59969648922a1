package io.wave.api.dashboard;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The home page.
 *
 * @param names whether builds of unauthenticated callers are shown with image names and links; other builds are only
 *     counted
 * @param maxViewers maximum number of live viewers per replica; further viewers see a static dashboard
 * @param maxViewersPerAddress maximum number of live viewers per client address, or per /64 network for IPv6
 */
@Validated
@ConfigurationProperties("wave.home")
record HomeProperties(
        @DefaultValue("true") boolean names,
        @DefaultValue("200") @Min(0) int maxViewers,
        @DefaultValue("20") @Min(0) int maxViewersPerAddress) {}
