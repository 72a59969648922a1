package io.wave.proxy.cache;

import io.wave.augment.derive.Derivation;
import io.wave.augment.derive.DerivationKey;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Derivations in Redis, readable by every replica for as long as a token needs them, and the locks that let one replica
 * make them. Without Redis there are no derivations and every lock is free: each replica then works for itself.
 */
final class SharedDerivations {

    private static final Logger log = LoggerFactory.getLogger(SharedDerivations.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LOCK_TIME = Duration.ofSeconds(10);
    private static final RedisScript<Long> RELEASE = RedisScript.of(
            "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end",
            Long.class);

    private final ReactiveStringRedisTemplate redis;
    private final String owner = UUID.randomUUID().toString();

    SharedDerivations(ReactiveStringRedisTemplate redis) {
        this.redis = redis;
    }

    /** What any replica has stored; lives at least this long from now on. */
    Mono<Derivation> load(DerivationKey key, Duration timeToLive) {
        return redis.opsForValue()
                .get(name(key))
                .map(json -> JSON.readValue(json, StoredDerivation.class).derivation())
                .flatMap(found -> prolong(key, timeToLive).thenReturn(found))
                .onErrorResume(error -> without(error, Mono.empty()));
    }

    Mono<Void> store(DerivationKey key, Derivation derivation, Duration timeToLive) {
        return redis.opsForValue()
                .set(name(key), JSON.writeValueAsString(StoredDerivation.of(derivation)), timeToLive)
                .onErrorResume(error -> without(error, Mono.empty()))
                .then();
    }

    /** Whether the caller shall do the work. */
    Mono<Boolean> lock(DerivationKey key) {
        return redis.opsForValue()
                .setIfAbsent(lockName(key), owner, LOCK_TIME)
                .onErrorResume(error -> without(error, Mono.just(true)));
    }

    Mono<Void> unlock(DerivationKey key) {
        return redis.execute(RELEASE, List.of(lockName(key)), List.of(owner))
                .then()
                .onErrorResume(error -> without(error, Mono.empty()));
    }

    private Mono<Void> prolong(DerivationKey key, Duration timeToLive) {
        return redis.getExpire(name(key))
                .filter(remaining -> remaining.compareTo(timeToLive) < 0)
                .flatMap(_ -> redis.expire(name(key), timeToLive))
                .then();
    }

    private static <T> Mono<T> without(Throwable error, Mono<T> instead) {
        log.atWarn().addKeyValue("cause", error.toString()).log("Redis cannot be used for manifests");
        return instead;
    }

    private static String name(DerivationKey key) {
        return "manifest:" + key.tenant() + ":" + key.hash();
    }

    private static String lockName(DerivationKey key) {
        return "lock:" + name(key);
    }
}
