package io.wave.api.platform.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.call.PlatformLogin;
import io.wave.api.security.caller.Secret;
import io.wave.api.security.oidc.IssuerKeys;
import io.wave.api.security.oidc.KeySource;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the tokens that a Platform has signed with keys that it publishes: with RS256, a key id, and its endpoint as the issuer. Only
 * the Platform knows about all other tokens, about those of a key that it does not publish, and whether one has been revoked.
 */
final class SignedTokens {

    /** Shortest time between two loads of the keys of a Platform. */
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);
    private static final int MAX_LENGTH = 16 * 1024;
    private static final int MAX_PLATFORMS = 1000;

    private final Function<PlatformEndpoint, KeySource> sources;
    private final Clock clock;
    private final Cache<String, IssuerKeys> keys =
            Caffeine.newBuilder().maximumSize(MAX_PLATFORMS).build();

    /**
     * @param sources the keys of Platforms
     */
    SignedTokens(Function<PlatformEndpoint, KeySource> sources, Clock clock) {
        this.sources = sources;
        this.clock = clock;
    }

    /** What can be said of a token without its Platform. */
    sealed interface Verdict {

        /** Nothing, or that it is valid: the Platform is asked. */
        record Open() implements Verdict {}

        /** It has been valid. */
        record Expired(Instant end) implements Verdict {}

        /** It is not of the Platform, or cannot be used yet. */
        record Invalid(String reason) implements Verdict {}
    }

    private static final Verdict OPEN = new Verdict.Open();

    /** Checks a token of a login. */
    Verdict check(PlatformLogin login, Secret token) {
        return signed(login.endpoint(), token)
                .map(jwt -> check(login.endpoint(), jwt))
                .orElse(OPEN);
    }

    private static Optional<SignedJWT> signed(PlatformEndpoint endpoint, Secret token) {
        if (token.value().length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token.value());
            boolean checkable = jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
                    && jwt.getHeader().getKeyID() != null
                    && isIssuer(endpoint, jwt.getJWTClaimsSet().getIssuer());
            return checkable ? Optional.of(jwt) : Optional.empty();
        } catch (ParseException | RuntimeException ofAnotherKind) {
            return Optional.empty();
        }
    }

    private static boolean isIssuer(PlatformEndpoint endpoint, @Nullable String issuer) {
        return issuer != null && PlatformEndpoint.parse(issuer).location().equals(endpoint.location());
    }

    private Verdict check(PlatformEndpoint endpoint, SignedJWT jwt) {
        List<JWK> found = published(endpoint, jwt);
        if (found.isEmpty()) {
            return OPEN;
        }
        return found.stream().anyMatch(key -> verifies(key, jwt))
                ? checkTimes(jwt)
                : new Verdict.Invalid("its signature does not match the keys of the Platform");
    }

    /** While the Platform cannot be asked for keys, the keys that it had are used for an hour. */
    private List<JWK> published(PlatformEndpoint endpoint, SignedJWT jwt) {
        IssuerKeys ofPlatform = keys.get(
                endpoint.location(), _ -> new IssuerKeys(sources.apply(endpoint), INTERVAL, Ticker.systemTicker()));
        try {
            return ofPlatform.get(new JWKSelector(JWKMatcher.forJWSHeader(jwt.getHeader())), null);
        } catch (KeySourceException unavailable) {
            return List.of();
        }
    }

    private static boolean verifies(JWK key, SignedJWT jwt) {
        try {
            return jwt.verify(new RSASSAVerifier(key.toRSAKey()));
        } catch (JOSEException | RuntimeException unusable) {
            return false;
        }
    }

    private Verdict checkTimes(SignedJWT jwt) {
        JWTClaimsSet claims;
        try {
            claims = jwt.getJWTClaimsSet();
        } catch (ParseException malformed) {
            return new Verdict.Invalid("it has no claims");
        }
        Instant now = clock.instant();
        Optional<Instant> end = Optional.ofNullable(claims.getExpirationTime()).map(Date::toInstant);
        if (end.isPresent() && !now.isBefore(end.get().plus(CLOCK_SKEW))) {
            return new Verdict.Expired(end.get());
        }
        return Optional.ofNullable(claims.getNotBeforeTime())
                .map(Date::toInstant)
                .filter(start -> now.isBefore(start.minus(CLOCK_SKEW)))
                .<Verdict>map(start -> new Verdict.Invalid("it is not valid before " + start))
                .orElse(OPEN);
    }
}
