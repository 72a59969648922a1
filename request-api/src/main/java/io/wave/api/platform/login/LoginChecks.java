package io.wave.api.platform.login;

import io.wave.api.platform.call.PlatformLogin;
import io.wave.api.security.caller.Secret;
import io.wave.api.web.problem.ApiException;
import java.time.Instant;
import java.util.Optional;

/** Refuses tokens that cannot be valid, without asking their Platform; those that have expired are refreshed if that is possible. */
public final class LoginChecks {

    private final SignedTokens tokens;
    private final PlatformLogins logins;

    LoginChecks(SignedTokens tokens, PlatformLogins logins) {
        this.tokens = tokens;
        this.logins = logins;
    }

    /**
     * Checks a login.
     *
     * @param refresh refresh token of the request; empty if there is none
     * @throws ApiException 401 if the token is not valid and cannot be refreshed; 408, 502 or 503 if the Platform does not answer as it
     *     should
     */
    public void check(PlatformLogin login, Optional<Secret> refresh) {
        switch (tokens.check(login, login.token())) {
            case SignedTokens.Verdict.Open _ -> {}
            case SignedTokens.Verdict.Invalid(var reason) -> throw invalid(login, reason);
            case SignedTokens.Verdict.Expired(var end) -> refresh(login, refresh, end);
        }
    }

    private void refresh(PlatformLogin login, Optional<Secret> refresh, Instant end) {
        refresh.ifPresent(sent -> logins.offer(login, sent));
        Secret latest = logins.replacement(login)
                .orElseThrow(() -> invalid(
                        login,
                        "it expired at %s; send a new one, or also a refresh token (towerRefreshToken)"
                                .formatted(end)));
        if (tokens.check(login, latest) instanceof SignedTokens.Verdict.Expired) {
            logins.refresh(login, latest);
        }
    }

    private static ApiException invalid(PlatformLogin login, String reason) {
        return ApiException.tokenInvalid(
                "towerAccessToken: this is no valid token of the Platform %s: %s".formatted(login.endpoint(), reason));
    }
}
