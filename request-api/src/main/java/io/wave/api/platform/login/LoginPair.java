package io.wave.api.platform.login;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.call.PlatformLogin;
import io.wave.api.security.caller.Secret;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * An access token and the token that it is refreshed with.
 *
 * @param endpoint URL of the API of the Platform
 * @param access access token
 * @param refresh refresh token
 * @param former refresh token that this pair was refreshed with; null if it is the same, or there is none
 */
record LoginPair(
        String endpoint,
        String access,
        String refresh,
        @Nullable String former) {

    private static final JsonMapper JSON = JsonMapper.shared();

    static LoginPair of(PlatformLogin login, Secret refresh) {
        return new LoginPair(login.endpoint().base(), login.token().value(), refresh.value(), null);
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

    /** The same pair, for another spelling of the endpoint. */
    LoginPair at(PlatformEndpoint platform) {
        return new LoginPair(platform.base(), access, refresh, former);
    }

    /** What it can be refreshed with. The former refresh token is of use if the Platform has lost the latest one. */
    List<String> refreshTokens() {
        return Stream.of(Optional.of(refresh), Optional.ofNullable(former))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * The pair that this one was refreshed to.
     *
     * @param used one of the refresh tokens
     * @param next refresh token that the Platform has given out; empty if it has given out none
     */
    LoginPair refreshed(String used, String token, Optional<String> next) {
        String latest = next.orElse(used);
        return new LoginPair(endpoint, token, latest, latest.equals(used) ? null : used);
    }

    /** When the access token ends, as it says; this is not verified. */
    Optional<Instant> end() {
        return claims().map(JWTClaimsSet::getExpirationTime).map(Date::toInstant);
    }

    /** Whether the access tokens of two pairs say that they are of different users. */
    boolean isOfAnotherUser(LoginPair other) {
        Optional<String> user = claims().map(JWTClaimsSet::getSubject);
        Optional<String> otherUser = other.claims().map(JWTClaimsSet::getSubject);
        return user.isPresent() && otherUser.isPresent() && !user.equals(otherUser);
    }

    private Optional<JWTClaimsSet> claims() {
        try {
            return Optional.ofNullable(JWTParser.parse(access).getJWTClaimsSet());
        } catch (ParseException | RuntimeException opaque) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
