package io.wave.api.security.oidc;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the JSON web tokens of the issuer say about users. A claim is named by its name, or by a path with dots into
 * objects: {@code realm_access.roles}.
 *
 * @param subject claim that identifies the user and never changes; the tenant is derived from it and the issuer
 * @param user claim with the name of the user; the subject if the token does not have it
 * @param email claim with the e-mail address of the user
 * @param organization claim with the organization under which usage is counted; by default, or if the token does not have
 *     it, the domain of the e-mail address, or else the host of the issuer
 * @param operators which users have the rights of an operator; by default none
 * @param requiredClaims rules that every token must meet: each with {@code claim} and {@code values}, one of
 *     which the claim must have
 * @param clockSkew by how much the clocks of this service and the issuer may differ
 * @param reloadInterval shortest time between two attempts to load the keys of the issuer, for example when a token is
 *     signed with an unknown key
 */
@Validated
@ConfigurationProperties("wave.tokens.oidc")
record OidcProperties(
        @DefaultValue("sub") String subject,
        @DefaultValue("preferred_username") String user,
        @DefaultValue("email") String email,
        @Nullable String organization,
        @NestedConfigurationProperty @Nullable ClaimRule operators,
        @DefaultValue List<ClaimRule> requiredClaims,
        @DefaultValue("60s") Duration clockSkew,
        @DefaultValue("30s") Duration reloadInterval) {

    private static final Duration MAX_SKEW = Duration.ofMinutes(10);

    /** @throws IllegalArgumentException if a duration is out of range or the name of the subject is empty */
    OidcProperties {
        if (subject.isBlank()) {
            throw new IllegalArgumentException("wave.tokens.oidc.subject: must not be empty");
        }
        if (clockSkew.isNegative() || clockSkew.compareTo(MAX_SKEW) > 0) {
            throw new IllegalArgumentException("wave.tokens.oidc.clock-skew: must be between 0s and 10m");
        }
        if (reloadInterval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("wave.tokens.oidc.reload-interval: must be at least 1s");
        }
    }
}
