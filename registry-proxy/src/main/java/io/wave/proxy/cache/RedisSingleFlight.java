package io.wave.proxy.cache;

import io.wave.augment.manifest.ManifestException;
import io.wave.proxy.redis.RedisFallback;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs an operation on one replica when several request it at the same time. The replica that gets the lock runs it;
 * its result or error goes to the replicas that waited, and to no later ones. Without a result within 10 s, or without
 * Redis, every replica runs the operation itself.
 */
final class RedisSingleFlight {

    private static final String USE = "single flight";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LOCK_TIME = Duration.ofSeconds(10);

    /** How long a result is kept for the replicas that wait. */
    static final Duration RESULT_TIME = Duration.ofSeconds(5);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final int MAX_POLLS = (int) LOCK_TIME.dividedBy(POLL_INTERVAL);

    /** Stores the result and releases the lock in one step, so that a replica that sees no lock sees the result. */
    private static final RedisScript<Boolean> PUBLISH = RedisScript.of("""
        redis.call('set', KEYS[2], ARGV[2], 'px', ARGV[3])
        if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end
        return true\
        """, Boolean.class);

    private final ReactiveStringRedisTemplate redis;

    RedisSingleFlight(ReactiveStringRedisTemplate redis) {
        this.redis = redis;
    }

    <V> Mono<V> run(String name, SingleFlightCodec<V> codec, Mono<V> operation) {
        return Mono.defer(() -> new Flight<>(name, codec, operation).attempt(0));
    }

    private final class Flight<V> {

        private final String id = UUID.randomUUID().toString();
        private final String lock;
        private final SingleFlightCodec<V> codec;
        private final Mono<V> operation;

        Flight(String name, SingleFlightCodec<V> codec, Mono<V> operation) {
            this.lock = "lock:" + name;
            this.codec = codec;
            this.operation = operation;
        }

        Mono<V> attempt(int polls) {
            return redis.opsForValue()
                    .setIfAbsent(lock, id, LOCK_TIME)
                    .onErrorResume(RedisFallback.to(Mono.just(true), USE))
                    .flatMap(mine -> mine ? lead() : leader().flatMap(other -> follow(other, polls)));
        }

        private Mono<V> lead() {
            return operation
                    .materialize()
                    .flatMap(signal -> result(signal).flatMap(this::publish).thenReturn(signal))
                    .dematerialize();
        }

        private Mono<SingleFlightResult> result(Signal<V> signal) {
            V value = signal.get();
            Throwable error = signal.getThrowable();
            if (value == null) {
                return Mono.just(error == null ? new SingleFlightResult.Empty() : SingleFlightResult.of(error));
            }
            return codec.write(value)
                    .<SingleFlightResult>map(SingleFlightResult.Value::new)
                    .onErrorResume(RedisFallback.to(Mono.empty(), USE))
                    .defaultIfEmpty(new SingleFlightResult.Unshared());
        }

        private Mono<Boolean> publish(SingleFlightResult result) {
            String text = JSON.writerFor(SingleFlightResult.class).writeValueAsString(result);
            return redis.execute(
                            PUBLISH,
                            List.of(lock, resultOf(id)),
                            List.of(id, text, Long.toString(RESULT_TIME.toMillis())))
                    .next()
                    .onErrorResume(RedisFallback.to(Mono.empty(), USE));
        }

        /** The holder of the lock; an empty id if it was released just now. */
        private Mono<String> leader() {
            return redis.opsForValue()
                    .get(lock)
                    .onErrorResume(RedisFallback.to(Mono.empty(), USE))
                    .defaultIfEmpty("");
        }

        private Mono<V> follow(String leader, int polls) {
            if (polls >= MAX_POLLS) {
                return operation;
            }
            return redis.opsForValue()
                    .multiGet(List.of(lock, resultOf(leader)))
                    .onErrorResume(RedisFallback.to(Mono.just(List.of()), USE))
                    .flatMap(found -> found.isEmpty() ? operation : next(leader, found, polls + 1));
        }

        private Mono<V> next(String leader, List<String> found, int polls) {
            @Nullable String result = found.get(1);
            if (result != null) {
                return decode(JSON.readValue(result, SingleFlightResult.class));
            }
            return leader.equals(found.getFirst())
                    ? Mono.delay(POLL_INTERVAL).then(Mono.defer(() -> follow(leader, polls)))
                    : Mono.defer(() -> attempt(polls));
        }

        private Mono<V> decode(SingleFlightResult result) {
            return switch (result) {
                case SingleFlightResult.Value(var text) -> codec.read(text).switchIfEmpty(operation);
                case SingleFlightResult.Unshared _ -> operation;
                case SingleFlightResult.Empty _ -> Mono.empty();
                case SingleFlightResult.Refused refused -> Mono.error(refused::error);
                case SingleFlightResult.Invalid(var message) -> Mono.error(() -> new ManifestException(message));
            };
        }

        private static String resultOf(String flight) {
            return "flight:" + flight;
        }
    }
}
