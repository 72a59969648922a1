package io.wave.proxy.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.wave.augment.derive.Derivation;
import io.wave.augment.derive.DerivationKey;
import io.wave.registry.config.CredentialHashes;
import io.wave.registry.flight.SingleFlight;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

/**
 * Derivations by key: from memory, otherwise from Redis, otherwise computed, once for all concurrent requests on all
 * replicas. Deriving is a pure function, so that a lost entry is only computed again.
 */
public final class DerivationCache {

    /** Approximate memory of an entry without its documents. */
    private static final long OVERHEAD = 2_000;

    private final Cache<String, CachedDerivation> memory;
    private final RedisDerivations shared;
    private final RedisSingleFlight replicas;
    private final SingleFlight<String, Derivation> local = new SingleFlight<>();
    private final DerivationCacheKeys keys;
    private final Clock clock;

    /**
     * @param maxMemory maximum size of all documents in memory
     * @param maxShared a derivation larger than this is not shared through Redis
     */
    public DerivationCache(
            DataSize maxMemory,
            DataSize maxShared,
            ReactiveStringRedisTemplate redis,
            CredentialHashes credentials,
            Clock clock) {
        this.memory = Caffeine.newBuilder()
                .maximumWeight(maxMemory.toBytes())
                .<String, CachedDerivation>weigher((_, kept) -> (int)
                        Math.min(Integer.MAX_VALUE, OVERHEAD + kept.derivation().size()))
                .recordStats()
                .build();
        CaffeineCacheMetrics.monitor(Metrics.globalRegistry, memory, "manifests");
        this.shared = new RedisDerivations(redis, maxShared);
        this.replicas = new RedisSingleFlight(redis);
        this.keys = new DerivationCacheKeys(credentials);
        this.clock = clock;
    }

    /**
     * The derivation of the key.
     *
     * @param expiry until when the other replicas need to find it
     * @param compute computes the derivation
     */
    public Mono<Derivation> get(DerivationKey key, Instant expiry, Mono<Derivation> compute) {
        String name = keys.of(key);
        CachedDerivation cached = memory.getIfPresent(name);
        if (cached == null) {
            return local.share(name, find(name, expiry, compute).doOnNext(found -> keep(name, found, expiry)));
        }
        return cached.extend(expiry)
                ? shared.extend(name, timeUntil(expiry)).thenReturn(cached.derivation())
                : Mono.just(cached.derivation());
    }

    private Mono<Derivation> find(String name, Instant expiry, Mono<Derivation> compute) {
        return shared.load(name, timeUntil(expiry))
                .switchIfEmpty(Mono.defer(() -> replicas.run(name, codec(name, expiry), compute)));
    }

    private void keep(String name, Derivation derivation, Instant expiry) {
        memory.put(name, new CachedDerivation(derivation, expiry));
    }

    /** Other replicas read the derivation from Redis, so only its key is handed over. */
    private SingleFlightCodec<Derivation> codec(String name, Instant expiry) {
        return new SingleFlightCodec<>() {
            @Override
            public Mono<String> write(Derivation made) {
                return shared.store(name, made, timeUntil(expiry))
                        .filter(stored -> stored)
                        .thenReturn(name);
            }

            @Override
            public Mono<Derivation> read(String text) {
                return shared.load(text, timeUntil(expiry));
            }
        };
    }

    private Duration timeUntil(Instant expiry) {
        return Duration.between(clock.instant(), expiry);
    }
}
