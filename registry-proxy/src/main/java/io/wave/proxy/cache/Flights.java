package io.wave.proxy.cache;

import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;

/**
 * Lets equal work that is asked for at the same time be done once, on whatever replica; its result or error goes to all
 * who wait. Nothing is kept for those who ask later.
 */
public final class Flights<V> {

    private final SingleFlight<String, V> here = new SingleFlight<>();
    private final ReplicaFlights everywhere;
    private final FlightCodec<V> codec;

    /** @param maxLength how many characters the JSON of a value may have to be handed to other replicas */
    public Flights(ReactiveStringRedisTemplate redis, Class<V> type, int maxLength) {
        this(redis, FlightCodec.json(type, maxLength));
    }

    Flights(ReactiveStringRedisTemplate redis, FlightCodec<V> codec) {
        this.everywhere = new ReplicaFlights(redis);
        this.codec = codec;
    }

    /** The work under way under this name, else this one. */
    public Mono<V> share(String name, Mono<V> work) {
        return here.share(name, everywhere.fly(name, codec, work));
    }
}
