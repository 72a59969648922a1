package io.wave.proxy.cache;

import io.wave.augment.derive.Derivation;
import io.wave.proxy.redis.RedisFallback;
import java.time.Duration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Derivations in Redis, available to all replicas for as long as a token needs them. Large ones are not stored; without
 * Redis, each replica computes its own.
 */
final class RedisDerivations {

    private static final String USE = "derived manifests";
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
                .onErrorResume(RedisFallback.to(Mono.empty(), USE));
    }

    /** Stores the derivation; false if it was not stored. */
    Mono<Boolean> store(String name, Derivation derivation, Duration timeToLive) {
        if (derivation.size() > maxSize.toBytes() || !timeToLive.isPositive()) {
            return Mono.just(false);
        }
        return redis.opsForValue()
                .set(name, JSON.writeValueAsString(StoredDerivation.of(derivation)), timeToLive)
                .onErrorResume(RedisFallback.to(Mono.just(false), USE));
    }

    /** Extends the time to live of a stored derivation to at least this. */
    Mono<Void> extend(String name, Duration timeToLive) {
        return redis.getExpire(name)
                .filter(remaining -> remaining.isPositive() && remaining.compareTo(timeToLive) < 0)
                .flatMap(_ -> redis.expire(name, timeToLive))
                .onErrorResume(RedisFallback.to(Mono.empty(), USE))
                .then();
    }
}
