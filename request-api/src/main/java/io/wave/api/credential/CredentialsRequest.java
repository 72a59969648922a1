package io.wave.api.credential;

import io.wave.api.security.caller.Secret;
import io.wave.api.web.problem.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /v1alpha2/validate-creds}.
 *
 * @param userName user name
 * @param password password or access token
 * @param registry registry host or URL
 */
record CredentialsRequest(
        @Nullable String userName,
        @Nullable Secret password,
        @Nullable String registry) {

    /** Limit for access tokens, in characters. */
    private static final int MAX_LENGTH = 16 * 1024;

    /** @throws ApiException 400 naming the member that is blank or too long */
    RegistryCredentials given() {
        return new RegistryCredentials(
                require("userName", userName),
                require("password", password == null ? null : password.value()),
                require("registry", registry));
    }

    private static String require(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw ApiException.invalid(field, "is required");
        }
        if (value.length() > MAX_LENGTH) {
            throw ApiException.invalid(field, "must not be longer than %d characters".formatted(MAX_LENGTH));
        }
        return value;
    }

    /**
     * Body of version 1, {@code POST /validate-creds}.
     *
     * @param request the actual request
     */
    record Wrapped(@Nullable CredentialsRequest request) {

        CredentialsRequest unwrapped() {
            if (request == null) {
                throw ApiException.invalid("request", "is required");
            }
            return request;
        }
    }
}
