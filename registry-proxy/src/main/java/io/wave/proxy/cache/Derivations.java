package io.wave.proxy.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.augment.derive.Derivation;
import io.wave.augment.derive.DerivationKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

    private final Cache<String, KeptDerivation> memory;
    private final SharedDerivations shared;
    private final ReplicaFlights everywhere;
    private final SingleFlight<String, Derivation> here = new SingleFlight<>();
    private final DerivationNames names;
    private final Clock clock;

    /**
     * @param maxMemory how many bytes of documents are kept in memory
     * @param maxShared a derivation of more bytes is not given to other replicas
     */
    public Derivations(
            DataSize maxMemory,
            DataSize maxShared,
            ReactiveStringRedisTemplate redis,
            CredentialHashes credentials,
            Clock clock) {
        this.memory = Caffeine.newBuilder()
                .maximumWeight(maxMemory.toBytes())
                .<String, KeptDerivation>weigher((_, kept) -> (int)
                        Math.min(Integer.MAX_VALUE, OVERHEAD + kept.derivation().size()))
                .build();
        this.shared = new SharedDerivations(redis, maxShared);
        this.everywhere = new ReplicaFlights(redis);
        this.names = new DerivationNames(credentials);
        this.clock = clock;
    }

    /**
     * The derivation of the key.
     *
     * @param end until when the other replicas shall find it
     * @param make how it is made
     */
    public Mono<Derivation> get(DerivationKey key, Instant end, Mono<Derivation> make) {
        String name = names.of(key);
        KeptDerivation known = memory.getIfPresent(name);
        if (known == null) {
            return here.share(name, find(name, end, make).doOnNext(found -> keep(name, found, end)));
        }
        return known.mustLast(end)
                ? shared.prolong(name, untilThen(end)).thenReturn(known.derivation())
                : Mono.just(known.derivation());
    }

    private Mono<Derivation> find(String name, Instant end, Mono<Derivation> make) {
        return shared.load(name, untilThen(end))
                .switchIfEmpty(Mono.defer(() -> everywhere.fly(name, codec(name, end), make)));
    }

    private void keep(String name, Derivation derivation, Instant end) {
        memory.put(name, new KeptDerivation(derivation, end));
    }

    /** Other replicas find a derivation where it is kept, so only its name is handed over. */
    private FlightCodec<Derivation> codec(String name, Instant end) {
        return new FlightCodec<>() {
            @Override
            public Mono<String> write(Derivation made) {
                return shared.store(name, made, untilThen(end))
                        .filter(stored -> stored)
                        .thenReturn(name);
            }

            @Override
            public Mono<Derivation> read(String text) {
                return shared.load(text, untilThen(end));
            }
        };
    }

    private Duration untilThen(Instant end) {
        return Duration.between(clock.instant(), end);
    }
}
