package io.wave.registry.auth;

import java.time.Duration;

/**
 * A token of a token service.
 *
 * @param value value for the {@code Authorization} header
 * @param validFor time until it expires
 */
public record BearerToken(String value, Duration validFor) {

    @Override
    public String toString() {
        return "***";
    }
}
