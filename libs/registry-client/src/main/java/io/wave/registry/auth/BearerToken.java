package io.wave.registry.auth;

import java.time.Duration;

/**
 * A token of a registry's token service.
 *
 * @param value what stands behind {@code Bearer}
 * @param validFor how long it can be used
 */
public record BearerToken(String value, Duration validFor) {

    @Override
    public String toString() {
        return "***";
    }
}
