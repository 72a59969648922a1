package io.wave.api.container;

import io.wave.api.problem.ApiException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who asks. There is no Platform yet that could know a user, so whoever shows a token is refused. */
@Component
public class Callers {

    /**
     * Lets a caller without a token pass as anonymous.
     *
     * @param token Platform token, or null
     * @param endpoint base URL of the Platform's API, or null for the default
     * @throws ApiException 400 if the endpoint is not known here
     */
    public void identify(@Nullable Secret token, @Nullable String endpoint) {
        if (token != null && !token.isEmpty()) {
            throw ApiException.invalid(
                    "towerEndpoint",
                    "'%s' is not registered with this service".formatted(PlatformEndpoint.of(endpoint)));
        }
    }
}
