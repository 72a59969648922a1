package io.wave.proxy.token;

import io.wave.redis.RedisKeys;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Container requests in Redis; empty if Redis is unavailable. */
final class RedisRequests {

    private static final Logger log = LoggerFactory.getLogger(RedisRequests.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final ReactiveStringRedisTemplate redis;
    private final JsonMapper json;

    RedisRequests(ReactiveStringRedisTemplate redis, JsonMapper json) {
        this.redis = redis;
        this.json = json;
    }

    Mono<StoredRequest> find(ContainerToken token) {
        return redis.opsForValue()
                .get(RedisKeys.request(token))
                .timeout(TIMEOUT)
                .map(this::parse)
                .onErrorResume(RedisRequests::absent);
    }

    /** The entries of those tokens that Redis has. */
    Mono<Map<ContainerToken, StoredRequest>> findAll(List<ContainerToken> tokens) {
        return redis.opsForValue()
                .multiGet(tokens.stream().map(RedisKeys::request).toList())
                .timeout(TIMEOUT)
                .map(values -> parseAll(tokens, values))
                .onErrorResume(RedisRequests::absent)
                .defaultIfEmpty(Map.of());
    }

    private Map<ContainerToken, StoredRequest> parseAll(List<ContainerToken> tokens, List<String> values) {
        Map<ContainerToken, StoredRequest> found = new HashMap<>();
        for (int i = 0; i < tokens.size(); i++) {
            @Nullable String value = values.get(i);
            if (value != null) {
                found.put(tokens.get(i), parse(value));
            }
        }
        return found;
    }

    private StoredRequest parse(String value) {
        return value.equals(RedisKeys.REVOKED)
                ? new StoredRequest.Revoked()
                : new StoredRequest.Live(json.readValue(value, RequestRecord.class));
    }

    private static <T> Mono<T> absent(Throwable cause) {
        log.atDebug().addKeyValue("cause", cause.toString()).log("Redis is unavailable for a token lookup");
        return Mono.empty();
    }
}
