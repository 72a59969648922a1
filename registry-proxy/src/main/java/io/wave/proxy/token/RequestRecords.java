package io.wave.proxy.token;

import io.wave.job.RedisKeys;
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

/** The requests that Redis holds. Redis being away is the same as not holding any. */
final class RequestRecords {

    private static final Logger log = LoggerFactory.getLogger(RequestRecords.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ReactiveStringRedisTemplate redis;
    private final JsonMapper json;

    RequestRecords(ReactiveStringRedisTemplate redis, JsonMapper json) {
        this.redis = redis;
        this.json = json;
    }

    Mono<HeldRecord> find(ContainerToken token) {
        return redis.opsForValue()
                .get(RedisKeys.request(token))
                .timeout(PATIENCE)
                .map(this::parse)
                .onErrorResume(RequestRecords::absent);
    }

    /** Those of the tokens that Redis holds. */
    Mono<Map<ContainerToken, HeldRecord>> findAll(List<ContainerToken> tokens) {
        return redis.opsForValue()
                .multiGet(tokens.stream().map(RedisKeys::request).toList())
                .timeout(PATIENCE)
                .map(values -> parseAll(tokens, values))
                .onErrorResume(RequestRecords::absent)
                .defaultIfEmpty(Map.of());
    }

    private Map<ContainerToken, HeldRecord> parseAll(List<ContainerToken> tokens, List<String> values) {
        Map<ContainerToken, HeldRecord> found = new HashMap<>();
        for (int i = 0; i < tokens.size(); i++) {
            @Nullable String value = values.get(i);
            if (value != null) {
                found.put(tokens.get(i), parse(value));
            }
        }
        return found;
    }

    private HeldRecord parse(String value) {
        return value.equals(RedisKeys.REVOKED)
                ? new HeldRecord.Revoked()
                : new HeldRecord.Live(json.readValue(value, RequestRecord.class));
    }

    private static <T> Mono<T> absent(Throwable cause) {
        log.atDebug().addKeyValue("cause", cause.toString()).log("Redis did not answer");
        return Mono.empty();
    }
}
