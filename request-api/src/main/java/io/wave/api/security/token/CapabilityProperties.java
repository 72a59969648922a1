package io.wave.api.security.token;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Optional features.
 *
 * @param anonymousAccess whether callers without an API token may request containers, inspect images and
 *     validate registry credentials
 * @param ignorePlatformTokens whether requests with a Platform token, or another token that is neither configured under
 *     {@code wave.tokens.static} nor of the OpenID Connect issuer, are treated as anonymous; if false, they are rejected
 * @param webViews whether the HTML pages are available: the paths below {@code /view} and the home page
 */
@Validated
@ConfigurationProperties("wave.capabilities")
record CapabilityProperties(
        @DefaultValue("true") boolean anonymousAccess,
        @DefaultValue("false") boolean ignorePlatformTokens,
        @DefaultValue("true") boolean webViews) {}
