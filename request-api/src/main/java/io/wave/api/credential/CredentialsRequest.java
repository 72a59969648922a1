package io.wave.api.credential;

import io.wave.api.security.caller.Secret;
import io.wave.api.web.problem.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /v1alpha2/validate-creds}.
 *
 * @param userName user name at the registry
 * @param password password, access key or token of that user
 * @param registry name or address of the registry
 */
record CredentialsRequest(
        @Nullable String userName,
        @Nullable Secret password,
        @Nullable String registry) {

    /** As large as any access token is. */
    private static final int MAX_LENGTH = 16 * 1024;

    /** @throws ApiException 400 naming the member that is blank or too long */
    GivenCredentials given() {
        return new GivenCredentials(
                require("userName", userName),
                require("password", password == null ? null : password.value()),
                require("registry", registry));
    }

    private static String require(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw ApiException.invalid(field, "must be given");
        }
        if (value.length() > MAX_LENGTH) {
            throw ApiException.invalid(field, "must not be longer than %d characters".formatted(MAX_LENGTH));
        }
        return value;
    }

    /**
     * Body of the first version, {@code POST /validate-creds}.
     *
     * @param request what is wrapped
     */
    record Wrapped(@Nullable CredentialsRequest request) {

        CredentialsRequest unwrapped() {
            if (request == null) {
                throw ApiException.invalid("request", "must be given");
            }
            return request;
        }
    }
}
