package io.wave.api.security.caller;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the installation offers.
 *
 * @param anonymousAccess whether requests without a Platform token are accepted
 * @param ignorePlatformTokens whether callers who show a Platform token are served as anonymous, while there are no logins;
 *     else they are refused
 * @param webViews whether there are pages: all below {@code /view}, and the home page
 */
@Validated
@ConfigurationProperties("wave.capabilities")
record CapabilityProperties(
        @DefaultValue("true") boolean anonymousAccess,
        @DefaultValue("false") boolean ignorePlatformTokens,
        @DefaultValue("true") boolean webViews) {}
