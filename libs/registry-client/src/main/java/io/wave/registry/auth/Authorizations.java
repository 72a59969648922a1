package io.wave.registry.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.registry.access.Origin;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.config.Credentials;
import io.wave.registry.error.RegistryException;
import io.wave.registry.http.Reply;
import io.wave.registry.http.UpstreamFailures;
import io.wave.registry.login.LoginExchange;
import io.wave.registry.retry.Retries;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * The {@code Authorization} headers of calls to repositories. There is none until the registry responds with a challenge;
 * later calls to the same repository use the answer to that challenge.
 */
public final class Authorizations {

    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";
    private static final long MAX_CHARACTERS = 4 << 20;
    private static final Duration EXPIRY = Duration.ofHours(1);

    private final BearerTokens tokens;
    private final TokenService service;
    private final LoginExchange exchange;
    private final Retries retries;
    private final TokenSharing flights;
    private final Cache<RegistryTarget, Challenge> challengesOfTargets = Caffeine.newBuilder()
            .maximumWeight(MAX_CHARACTERS)
            .<RegistryTarget, Challenge>weigher((target, challenge) -> target.weight() + challenge.weight())
            .expireAfterAccess(EXPIRY)
            .build();

    public Authorizations(
            BearerTokens tokens, TokenService service, LoginExchange exchange, Retries retries, TokenSharing flights) {
        this.flights = flights;
        this.tokens = tokens;
        this.service = service;
        this.exchange = exchange;
        this.retries = retries;
    }

    /** The header for a call; empty until the registry has sent a challenge. */
    public Mono<String> current(RegistryTarget target) {
        Challenge challenge = challengesOfTargets.getIfPresent(target);
        return challenge == null ? Mono.empty() : header(target, challenge);
    }

    /** The header that answers a 401; fails if the registry has rejected all that is available. */
    public Mono<String> answer(RegistryTarget target, Reply refusal, Optional<String> refused) {
        List<Challenge> challenges = ChallengeParser.parse(refusal.headers("WWW-Authenticate"));
        return choose(target, challenges)
                .or(() -> challenges.isEmpty() ? remembered(target, refused) : Optional.empty())
                .map(challenge -> answer(target, challenge, refused))
                .orElseGet(() -> Mono.error(UpstreamFailures.unauthorized(target)));
    }

    /** An expired token may be rejected without a challenge: then the previous challenge is used again. */
    private Optional<Challenge> remembered(RegistryTarget target, Optional<String> refused) {
        return Optional.ofNullable(challengesOfTargets.getIfPresent(target))
                .filter(challenge -> challenge.isBearer() && refused.isPresent());
    }

    private Mono<String> answer(RegistryTarget target, Challenge challenge, Optional<String> refused) {
        if (challenge.isBearer()) {
            refused.filter(header -> header.startsWith(BEARER))
                    .ifPresent(
                            header -> tokens.invalidate(request(target, challenge), header.substring(BEARER.length())));
        }
        challengesOfTargets.put(target, challenge);
        return challenge.isBasic() && refused.isPresent() ? replaced(target, refused.get()) : header(target, challenge);
    }

    /** Another login, if the rejected one was given out for the credentials and may have ended. */
    private Mono<String> replaced(RegistryTarget target, String refused) {
        return exchange.login(target)
                .flatMap(current ->
                        basic(current).equals(refused) ? exchange.replacement(target, current) : Mono.just(current))
                .map(Authorizations::basic)
                .filter(header -> !header.equals(refused))
                .switchIfEmpty(Mono.error(() -> UpstreamFailures.unauthorized(target)));
    }

    /** Whether a header is a login, which {@link #answer} may be able to replace after it was rejected. */
    public static boolean isLogin(String header) {
        return header.startsWith(BASIC);
    }

    private static String basic(Credentials login) {
        return BASIC + login.encoded();
    }

    private static Optional<Challenge> choose(RegistryTarget target, List<Challenge> challenges) {
        return challenges.stream()
                .filter(Challenge::isBearer)
                .findFirst()
                .or(() -> challenges.stream()
                        .filter(Challenge::isBasic)
                        .filter(_ -> target.credentials().isPresent())
                        .findFirst());
    }

    private Mono<String> header(RegistryTarget target, Challenge challenge) {
        if (challenge.isBasic()) {
            return exchange.login(target).map(Authorizations::basic);
        }
        TokenRequest request = request(target, challenge);
        return tokens.get(request, () -> flights.share(request, fetch(target, request)))
                .map(token -> BEARER + token.value());
    }

    private Mono<BearerToken> fetch(RegistryTarget target, TokenRequest request) {
        return retries.apply(target, Origin.of(request.realm()), request.credentials(), service.fetch(target, request));
    }

    private static TokenRequest request(RegistryTarget target, Challenge challenge) {
        TokenRequest request;
        try {
            request = TokenRequest.of(target, challenge);
        } catch (IllegalArgumentException invalidUrl) {
            throw invalidTokenService(target);
        }
        boolean downgrade =
                "http".equals(request.realm().getScheme()) && target.endpoint().isSecure();
        if (downgrade) {
            throw invalidTokenService(target);
        }
        return request;
    }

    private static RegistryException invalidTokenService(RegistryTarget target) {
        return RegistryException.ofInvalidAnswer(
                target + ": invalid token service URL in the challenge of the registry");
    }
}
