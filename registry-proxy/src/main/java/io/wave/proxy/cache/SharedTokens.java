package io.wave.proxy.cache;

import io.wave.registry.BearerToken;
import io.wave.registry.Credentials;
import io.wave.registry.TokenFlights;
import io.wave.registry.TokenRequest;
import io.wave.security.RootKey;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tokens of registries, got once for all replicas that need equal ones at the same time. They are handed over through
 * Redis, encrypted, within seconds, and to those only that waited; nothing is kept for later. Those of another tenant, or
 * got with other credentials, are not equal.
 */
public final class SharedTokens implements TokenFlights {

    /** A token that ends sooner is not worth handing over. */
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(15);

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ReplicaFlights flights;
    private final Seal seal;
    private final byte[] key;

    public SharedTokens(ReactiveStringRedisTemplate redis, RootKey rootKey) {
        this.flights = new ReplicaFlights(redis);
        this.seal = new Seal(rootKey);
        this.key = rootKey.derive(RootKey.Purpose.CACHE_KEYS);
    }

    @Override
    public Mono<BearerToken> share(TokenRequest request, Mono<BearerToken> fetch) {
        String name = name(request);
        return flights.fly(name, codec(name), fetch);
    }

    /** Tells nothing of the secret. */
    private String name(TokenRequest request) {
        byte[] asked = JSON.writeValueAsBytes(List.of(
                request.realm().toString(),
                request.service().map(List::of).orElse(List.of()),
                request.scopes(),
                request.credentials().map(Credentials::encoded).map(List::of).orElse(List.of())));
        return "token:" + request.tenant() + ":" + HexFormat.of().formatHex(RootKey.mac(key, asked));
    }

    private FlightCodec<BearerToken> codec(String name) {
        return new FlightCodec<>() {
            @Override
            public Mono<String> write(BearerToken token) {
                return token.validFor().compareTo(SHORTEST_LIFE) < 0
                        ? Mono.empty()
                        : Mono.fromCallable(
                                () -> seal.close(name, Handed.of(token).text()));
            }

            @Override
            public Mono<BearerToken> read(String text) {
                return Mono.justOrEmpty(seal.open(name, text))
                        .map(Handed::parse)
                        .map(Handed::token);
            }
        };
    }

    /**
     * A token on its way. Redis may have had it for {@link ReplicaFlights#RESULT_TIME}, so it is good for so much less.
     *
     * @param value the secret
     * @param validForMillis for how long it can be used
     */
    private record Handed(String value, long validForMillis) {

        static Handed of(BearerToken token) {
            Duration left = token.validFor().minus(ReplicaFlights.RESULT_TIME);
            return new Handed(token.value(), left.toMillis());
        }

        static Handed parse(String json) {
            return JSON.readValue(json, Handed.class);
        }

        String text() {
            return JSON.writeValueAsString(this);
        }

        BearerToken token() {
            return new BearerToken(value, Duration.ofMillis(validForMillis));
        }

        @Override
        public String toString() {
            return "***";
        }
    }
}
