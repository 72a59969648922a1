package io.wave.registry.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Tokens in use.
 *
 * <ol>
 *   <li>Of all that ask for equal tokens at the same time, one asks the token service.
 *   <li>A token is used for nine tenths of its time, then asked for again by whoever needs it next.
 *   <li>A failure goes to all that wait for it and is not kept.
 *   <li>A token that a registry refused is dropped once, however many calls were refused with it.
 *   <li>Tokens of another tenant, or got with another secret, are never given.
 * </ol>
 */
public final class BearerTokens {

    private static final long MOST_CHARACTERS = 16 << 20;
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final Cache<TokenRequest, Flight> flights = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .<TokenRequest, Flight>weigher((request, flight) -> request.weight() + flight.weight())
            .expireAfterAccess(FORGOTTEN_AFTER)
            .build();

    Mono<BearerToken> get(TokenRequest request, Supplier<Mono<BearerToken>> service) {
        return Mono.defer(() ->
                flights.get(request, _ -> new Flight(Mono.defer(service), () -> weighAgain(request))).token);
    }

    /** A token's length is known when it is there. */
    private void weighAgain(TokenRequest request) {
        flights.asMap().computeIfPresent(request, (_, flight) -> flight);
    }

    /** Drops this token, unless another one has taken its place already. */
    void refused(TokenRequest request, String token) {
        flights.asMap().computeIfPresent(request, (_, flight) -> token.equals(flight.landed) ? null : flight);
    }

    private static final class Flight {

        private final Mono<BearerToken> token;
        private volatile @Nullable String landed;

        Flight(Mono<BearerToken> service, Runnable whenLanded) {
            this.token = service.doOnNext(got -> {
                        landed = got.value();
                        whenLanded.run();
                    })
                    .cache(Flight::timeInUse, _ -> Duration.ZERO, () -> Duration.ZERO);
        }

        int weight() {
            String value = landed;
            return value == null ? 0 : value.length();
        }

        private static Duration timeInUse(BearerToken token) {
            return token.validFor().multipliedBy(9).dividedBy(10);
        }
    }
}
