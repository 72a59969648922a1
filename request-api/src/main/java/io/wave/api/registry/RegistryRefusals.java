package io.wave.api.registry;

import io.wave.api.problem.ApiException;
import io.wave.registry.RegistryException;
import java.time.Duration;

/** What a registry's refusal comes to for the client: its own status, after api.md section 1.4. */
final class RegistryRefusals {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private RegistryRefusals() {}

    static ApiException of(String field, RegistryException refusal) {
        String message = field + ": " + refusal.getMessage();
        return switch (refusal.code()) {
            case UNAVAILABLE, TOOMANYREQUESTS ->
                ApiException.upstream(
                        refusal.status(), message, refusal.retryAfter().orElse(RETRY_AFTER), refusal);
            default -> ApiException.upstream(refusal.status(), message, null, refusal);
        };
    }
}
