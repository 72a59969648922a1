package io.wave.proxy.cache;

import io.wave.augment.derive.Derivation;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Derivations in Redis, available to all replicas for as long as a token needs them. Large ones are not stored; without
 * Redis, each replica computes its own.
 */
final class RedisDerivations {

    private static final Logger log = LoggerFactory.getLogger(RedisDerivations.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ReactiveStringRedisTemplate redis;
    private final DataSize maxSize;

    RedisDerivations(ReactiveStringRedisTemplate redis, DataSize maxSize) {
        this.redis = redis;
        this.maxSize = maxSize;
    }

    /** The derivation that any replica has stored; its time to live is extended to at least this. */
    Mono<Derivation> load(String name, Duration timeToLive) {
        return redis.opsForValue()
                .get(name)
                .map(json -> JSON.readValue(json, StoredDerivation.class).derivation())
                .flatMap(found -> extend(name, timeToLive).thenReturn(found))
                .onErrorResume(error -> without(error, Mono.empty()));
    }

    /** Stores the derivation; false if it was not stored. */
    Mono<Boolean> store(String name, Derivation derivation, Duration timeToLive) {
        if (derivation.size() > maxSize.toBytes() || !timeToLive.isPositive()) {
            return Mono.just(false);
        }
        return redis.opsForValue()
                .set(name, JSON.writeValueAsString(StoredDerivation.of(derivation)), timeToLive)
                .onErrorResume(error -> without(error, Mono.just(false)));
    }

    /** Extends the time to live of a stored derivation to at least this. */
    Mono<Void> extend(String name, Duration timeToLive) {
        return redis.getExpire(name)
                .filter(remaining -> remaining.isPositive() && remaining.compareTo(timeToLive) < 0)
                .flatMap(_ -> redis.expire(name, timeToLive))
                .onErrorResume(error -> without(error, Mono.empty()))
                .then();
    }

    private static <T> Mono<T> without(Throwable error, Mono<T> instead) {
        log.atWarn().addKeyValue("cause", error.toString()).log("Redis cannot be used for manifests");
        return instead;
    }
}
