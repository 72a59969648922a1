package io.wave.api.platform.call;

import io.wave.api.security.caller.Secret;
import java.util.Optional;

/** The tokens that have replaced those of logins, at the Platform. */
public interface LoginTokens {

    /** The token that has replaced that of a login; empty if there is none. */
    Optional<Secret> replacement(PlatformLogin login);

    /**
     * Replaces a token that the Platform does not accept.
     *
     * @param refused the token of the login, or its replacement
     * @return the new token; empty if the login cannot be refreshed
     * @throws io.wave.api.web.problem.ApiException 401 if the Platform does not accept the refresh token; 408, 502 or 503 if it does
     *     not answer as it should
     */
    Optional<Secret> refresh(PlatformLogin login, Secret refused);

    /** The Platform has accepted the replacement: the login is in use. */
    void used(PlatformLogin login);
}
