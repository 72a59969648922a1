package io.wave.api.security.oidc;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A rule that a token meets if a claim has one of these values. A claim with a list has each of its values.
 *
 * @param claim name of the claim, or a path with dots into objects
 * @param values accepted values
 */
record ClaimRule(@Nullable String claim, @Nullable List<String> values) {

    /** @throws IllegalArgumentException if a part is missing */
    ClaimRule {
        if (claim == null || claim.isBlank() || values == null || values.isEmpty()) {
            throw new IllegalArgumentException("claim and values: required, and must not be empty");
        }
    }

    boolean matches(Claims claims) {
        List<String> accepted = Objects.requireNonNull(values);
        return claims.all(name()).stream().anyMatch(accepted::contains);
    }

    String name() {
        return Objects.requireNonNull(claim);
    }
}
