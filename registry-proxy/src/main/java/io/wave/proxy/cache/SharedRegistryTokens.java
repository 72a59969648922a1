package io.wave.proxy.cache;

import io.wave.registry.auth.BearerToken;
import io.wave.registry.auth.TokenRequest;
import io.wave.registry.auth.TokenSharing;
import io.wave.registry.config.Credentials;
import io.wave.security.RootKey;
import io.wave.security.SecretCipher;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fetches registry tokens once for all replicas that need an equal one at the same time. A token is handed over through
 * Redis, encrypted, within seconds and only to the replicas that wait; nothing is kept for later. Tokens of another
 * tenant, or fetched with other credentials, are not equal.
 */
public final class SharedRegistryTokens implements TokenSharing {

    /** A token with less remaining validity is not handed over. */
    private static final Duration MIN_VALIDITY = Duration.ofSeconds(15);

    private static final JsonMapper JSON = JsonMapper.shared();

    private final RedisSingleFlight flights;
    private final SecretCipher cipher;
    private final byte[] key;

    public SharedRegistryTokens(ReactiveStringRedisTemplate redis, RootKey rootKey) {
        this.flights = new RedisSingleFlight(redis);
        this.cipher = new SecretCipher(rootKey, RootKey.Purpose.UPSTREAM_TOKENS);
        this.key = rootKey.derive(RootKey.Purpose.CACHE_KEYS);
    }

    @Override
    public Mono<BearerToken> share(TokenRequest request, Mono<BearerToken> fetch) {
        String name = name(request);
        return flights.run(name, codec(name), fetch);
    }

    /** A keyed hash, which reveals nothing about the secret. */
    private String name(TokenRequest request) {
        byte[] identity = JSON.writeValueAsBytes(List.of(
                request.realm().toString(),
                request.service().map(List::of).orElse(List.of()),
                request.scopes(),
                request.credentials()
                        .map(Credentials::distinction)
                        .map(List::of)
                        .orElse(List.of())));
        return "token:" + request.tenant() + ":" + HexFormat.of().formatHex(RootKey.mac(key, identity));
    }

    private SingleFlightCodec<BearerToken> codec(String name) {
        return new SingleFlightCodec<>() {
            @Override
            public Mono<String> write(BearerToken token) {
                return token.validFor().compareTo(MIN_VALIDITY) < 0
                        ? Mono.empty()
                        : Mono.fromCallable(() ->
                                cipher.encrypt(name, TransferredToken.of(token).text()));
            }

            @Override
            public Mono<BearerToken> read(String text) {
                return Mono.justOrEmpty(cipher.decrypt(name, text))
                        .map(TransferredToken::parse)
                        .map(TransferredToken::token);
            }
        };
    }

    /**
     * A token in transfer. It may have been in Redis for up to {@link RedisSingleFlight#RESULT_TIME}, so its validity
     * is reduced by that time.
     *
     * @param value the secret
     * @param validForMillis remaining validity
     */
    private record TransferredToken(String value, long validForMillis) {

        static TransferredToken of(BearerToken token) {
            Duration left = token.validFor().minus(RedisSingleFlight.RESULT_TIME);
            return new TransferredToken(token.value(), left.toMillis());
        }

        static TransferredToken parse(String json) {
            return JSON.readValue(json, TransferredToken.class);
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
