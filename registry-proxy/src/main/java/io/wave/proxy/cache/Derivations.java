package io.wave.proxy.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.augment.derive.Derivation;
import io.wave.augment.derive.DerivationKey;
import java.time.Duration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

/**
 * Derivations by their key: from memory, else from Redis, else made, once for all who ask at the same time on any
 * replica. Deriving is a pure function, so what is lost on the way is only made again.
 */
public final class Derivations {

    /** Rough cost of an entry beside its documents. */
    private static final long OVERHEAD = 2_000;

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int MAX_PAUSES = 100;

    private final Cache<DerivationKey, Derivation> memory;
    private final SharedDerivations shared;
    private final SingleFlight<DerivationKey, Derivation> flights = new SingleFlight<>();

    /** Keeps documents of at most this size in memory. */
    public Derivations(DataSize maxMemory, ReactiveStringRedisTemplate redis) {
        this.memory = Caffeine.newBuilder()
                .maximumWeight(maxMemory.toBytes())
                .<DerivationKey, Derivation>weigher(
                        (_, derivation) -> (int) Math.min(Integer.MAX_VALUE, OVERHEAD + derivation.size()))
                .build();
        this.shared = new SharedDerivations(redis);
    }

    /**
     * The derivation of the key.
     *
     * @param timeToLive how long the other replicas shall find it
     * @param make how it is made
     */
    public Mono<Derivation> get(DerivationKey key, Duration timeToLive, Mono<Derivation> make) {
        Derivation known = memory.getIfPresent(key);
        if (known != null) {
            return Mono.just(known);
        }
        Mono<Derivation> stored =
                make.flatMap(made -> shared.store(key, made, timeToLive).thenReturn(made));
        return flights.share(
                key,
                Mono.defer(() -> find(key, timeToLive, stored, 0)).doOnNext(derivation -> memory.put(key, derivation)));
    }

    private Mono<Derivation> find(DerivationKey key, Duration timeToLive, Mono<Derivation> make, int pauses) {
        return shared.load(key, timeToLive)
                .switchIfEmpty(Mono.defer(() -> shared.lock(key)).flatMap(locked -> {
                    if (locked) {
                        return Mono.usingWhen(Mono.just(key), _ -> make, shared::unlock);
                    }
                    return pauses < MAX_PAUSES ? Mono.delay(PAUSE).then(find(key, timeToLive, make, pauses + 1)) : make;
                }));
    }
}
