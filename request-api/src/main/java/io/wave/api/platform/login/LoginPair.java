package io.wave.api.platform.login;

import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.call.PlatformLogin;
import io.wave.api.security.caller.Secret;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * An access token and the token that it is refreshed with.
 *
 * @param endpoint URL of the API of the Platform
 * @param access access token
 * @param refresh refresh token
 */
record LoginPair(String endpoint, String access, String refresh) {

    private static final JsonMapper JSON = JsonMapper.shared();

    static LoginPair of(PlatformLogin login, Secret refresh) {
        return new LoginPair(login.endpoint().base(), login.token().value(), refresh.value());
    }

    /** @throws JacksonException if the text is not that of a pair */
    static LoginPair parse(String json) {
        return JSON.readValue(json, LoginPair.class);
    }

    String json() {
        return JSON.writeValueAsString(this);
    }

    Secret token() {
        return new Secret(access);
    }

    PlatformEndpoint platform() {
        return new PlatformEndpoint(endpoint);
    }

    @Override
    public String toString() {
        return "***";
    }
}
