package io.wave.api.platform.login;

import io.wave.api.platform.call.PlatformClient;
import io.wave.api.platform.call.PlatformSender;
import io.wave.api.platform.pairing.PairingMessage;
import io.wave.api.web.problem.ApiException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Exchanges a login for a new one, at its Platform. */
record LoginExchange(PlatformSender sender) {

    private static final String PATH = "/oauth/access_token";
    private static final String FORM = "grant_type=refresh_token&refresh_token=";

    /**
     * Asks for a new login.
     *
     * @throws ApiException 401 if the Platform does not accept the refresh token, or it is of another user; 502 if it answers with
     *     anything else than a new login; 408 or 503 if it does not answer
     */
    LoginPair refresh(LoginPair pair) {
        LoginPair renewed = pair.refreshTokens().stream()
                .flatMap(token -> refresh(pair, token).stream())
                .findFirst()
                .orElseThrow(() -> ApiException.tokenInvalid(
                        "towerRefreshToken: the Platform %s accepts neither the access token nor the refresh token: they are expired or revoked; log in again"
                                .formatted(pair.endpoint())));
        if (renewed.isOfAnotherUser(pair)) {
            throw ApiException.tokenInvalid(
                    "towerRefreshToken: is that of another user than towerAccessToken; send the tokens of one login");
        }
        return renewed;
    }

    /** Empty if the Platform does not accept the token. */
    private Optional<LoginPair> refresh(LoginPair pair, String token) {
        PairingMessage.Reply reply =
                sender.post(pair.platform(), PATH, FORM + URLEncoder.encode(token, StandardCharsets.UTF_8));
        return switch (reply.code()) {
            case 200 -> Optional.of(renewed(pair, token, new LoginCookies(reply.header("set-cookie"))));
            case 400, 401, 403 -> Optional.empty();
            default ->
                throw PlatformClient.unexpected(
                        pair.platform(), "answers the refresh of a login (%s)".formatted(PATH), reply.code());
        };
    }

    private static LoginPair renewed(LoginPair pair, String token, LoginCookies cookies) {
        String access = cookies.access()
                .orElseThrow(() -> ApiException.upstream(
                        502,
                        "towerEndpoint: the Platform %s answers the refresh of a login (%s) without the cookie JWT"
                                .formatted(pair.endpoint(), PATH),
                        null,
                        null));
        return pair.refreshed(token, access, cookies.refresh());
    }
}
