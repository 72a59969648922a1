package io.wave.registry.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.Origin;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.error.RegistryException;
import io.wave.registry.http.Reply;
import io.wave.registry.http.UpstreamFailures;
import io.wave.registry.retry.Retries;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * What stands in the {@code Authorization} header of calls to a repository. Nothing until the registry asks; then what its
 * challenge to that very call wants, and the same for the calls after it.
 */
public final class Authorizations {

    private static final String BEARER = "Bearer ";
    private static final long MOST_CHARACTERS = 4 << 20;
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final BearerTokens tokens;
    private final TokenService service;
    private final Retries retries;
    private final TokenFlights flights;
    private final Cache<RegistryTarget, Challenge> asked = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .<RegistryTarget, Challenge>weigher((target, challenge) -> target.weight() + challenge.weight())
            .expireAfterAccess(FORGOTTEN_AFTER)
            .build();

    public Authorizations(BearerTokens tokens, TokenService service, Retries retries, TokenFlights flights) {
        this.flights = flights;
        this.tokens = tokens;
        this.service = service;
        this.retries = retries;
    }

    /** What the registry is known to want; empty if it has not asked yet. */
    public Mono<String> known(RegistryTarget target) {
        Challenge challenge = asked.getIfPresent(target);
        return challenge == null ? Mono.empty() : header(target, challenge);
    }

    /** The answer to a 401; fails if there is none that was not refused already. */
    public Mono<String> answer(RegistryTarget target, Reply refusal, Optional<String> refused) {
        List<Challenge> challenges = ChallengeParser.parse(refusal.headers("WWW-Authenticate"));
        return choose(target, challenges)
                .or(() -> challenges.isEmpty() ? remembered(target, refused) : Optional.empty())
                .map(challenge -> answer(target, challenge, refused))
                .orElseGet(() -> Mono.error(UpstreamFailures.unauthorized(target)));
    }

    /** A token that ends before its time may be refused without a word: then what was asked before still holds. */
    private Optional<Challenge> remembered(RegistryTarget target, Optional<String> refused) {
        return Optional.ofNullable(asked.getIfPresent(target))
                .filter(challenge -> challenge.isBearer() && refused.isPresent());
    }

    private Mono<String> answer(RegistryTarget target, Challenge challenge, Optional<String> refused) {
        if (challenge.isBearer()) {
            refused.filter(header -> header.startsWith(BEARER))
                    .ifPresent(header -> tokens.refused(request(target, challenge), header.substring(BEARER.length())));
        } else if (refused.isPresent()) {
            return Mono.error(UpstreamFailures.unauthorized(target));
        }
        asked.put(target, challenge);
        return header(target, challenge);
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
            return Mono.justOrEmpty(target.credentials()).map(shown -> "Basic " + shown.encoded());
        }
        TokenRequest request = request(target, challenge);
        return tokens.get(request, () -> flights.share(request, fetch(target, request)))
                .map(token -> BEARER + token.value());
    }

    private Mono<BearerToken> fetch(RegistryTarget target, TokenRequest request) {
        return retries.around(Origin.of(request.realm()), request.credentials(), service.fetch(target, request));
    }

    private static TokenRequest request(RegistryTarget target, Challenge challenge) {
        TokenRequest request;
        try {
            request = TokenRequest.of(target, challenge);
        } catch (IllegalArgumentException noAddress) {
            throw unusable(target);
        }
        boolean weaker =
                "http".equals(request.realm().getScheme()) && target.endpoint().isSecure();
        if (weaker) {
            throw unusable(target);
        }
        return request;
    }

    private static RegistryException unusable(RegistryTarget target) {
        return new RegistryException(
                OciErrorCode.UNAVAILABLE, 401, target + ": the registry names a token service that cannot be used");
    }
}
