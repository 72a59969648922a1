package io.wave.proxy.cache;

import io.wave.registry.flight.SingleFlight;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;

/**
 * Runs equal operations that are requested at the same time once, across all replicas; the result or error goes to all
 * who wait. Nothing is kept for later requests.
 */
public final class TwoLevelSingleFlight<V> {

    private final SingleFlight<String, V> local = new SingleFlight<>();
    private final RedisSingleFlight replicas;
    private final SingleFlightCodec<V> codec;

    /** @param maxLength maximum number of JSON characters of a value that is shared with other replicas */
    public TwoLevelSingleFlight(ReactiveStringRedisTemplate redis, Class<V> type, int maxLength) {
        this(redis, SingleFlightCodec.json(type, maxLength));
    }

    TwoLevelSingleFlight(ReactiveStringRedisTemplate redis, SingleFlightCodec<V> codec) {
        this.replicas = new RedisSingleFlight(redis);
        this.codec = codec;
    }

    /** Joins the running operation of this name, or starts this one. */
    public Mono<V> share(String name, Mono<V> operation) {
        return local.share(name, replicas.run(name, codec, operation));
    }
}
