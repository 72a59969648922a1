package io.wave.proxy.cache;

import io.wave.augment.ManifestException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets one replica do work that several want at the same time. Who gets the lock does it, and its result or error goes to
 * the replicas that waited for it, and to no later ones. Without a result in 10 s, and without Redis, every replica works
 * for itself.
 */
final class ReplicaFlights {

    private static final Logger log = LoggerFactory.getLogger(ReplicaFlights.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LOCK_TIME = Duration.ofSeconds(10);

    /** How long a result is there for those who waited. */
    static final Duration RESULT_TIME = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int MAX_PAUSES = (int) LOCK_TIME.dividedBy(PAUSE);

    /** Leaves the result and gives the lock back in one step, so that who sees no lock sees the result. */
    private static final RedisScript<Boolean> FINISH = RedisScript.of("""
            redis.call('set', KEYS[2], ARGV[2], 'px', ARGV[3])
            if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end
            return true""", Boolean.class);

    private final ReactiveStringRedisTemplate redis;

    ReplicaFlights(ReactiveStringRedisTemplate redis) {
        this.redis = redis;
    }

    <V> Mono<V> fly(String name, FlightCodec<V> codec, Mono<V> work) {
        return Mono.defer(() -> new Flight<>(name, codec, work).attempt(0));
    }

    private static <T> Mono<T> without(Throwable error, Mono<T> instead) {
        log.atWarn().addKeyValue("cause", error.toString()).log("Redis cannot be used to share work");
        return instead;
    }

    private final class Flight<V> {

        private final String id = UUID.randomUUID().toString();
        private final String lock;
        private final FlightCodec<V> codec;
        private final Mono<V> work;

        Flight(String name, FlightCodec<V> codec, Mono<V> work) {
            this.lock = "lock:" + name;
            this.codec = codec;
            this.work = work;
        }

        Mono<V> attempt(int pauses) {
            return redis.opsForValue()
                    .setIfAbsent(lock, id, LOCK_TIME)
                    .onErrorResume(error -> without(error, Mono.just(true)))
                    .flatMap(mine -> mine ? lead() : leader().flatMap(other -> follow(other, pauses)));
        }

        private Mono<V> lead() {
            return work.materialize()
                    .flatMap(signal -> result(signal).flatMap(this::finish).thenReturn(signal))
                    .dematerialize();
        }

        private Mono<FlightResult> result(Signal<V> signal) {
            V value = signal.get();
            Throwable error = signal.getThrowable();
            if (value == null) {
                return Mono.just(error == null ? new FlightResult.Empty() : FlightResult.of(error));
            }
            return codec.write(value)
                    .<FlightResult>map(FlightResult.Value::new)
                    .onErrorResume(failure -> without(failure, Mono.empty()))
                    .defaultIfEmpty(new FlightResult.Unshared());
        }

        private Mono<Boolean> finish(FlightResult result) {
            String text = JSON.writerFor(FlightResult.class).writeValueAsString(result);
            return redis.execute(
                            FINISH,
                            List.of(lock, resultOf(id)),
                            List.of(id, text, Long.toString(RESULT_TIME.toMillis())))
                    .next()
                    .onErrorResume(error -> without(error, Mono.empty()));
        }

        /** Whose lock it is; nobody's if it was given back just now. */
        private Mono<String> leader() {
            return redis.opsForValue()
                    .get(lock)
                    .onErrorResume(error -> without(error, Mono.empty()))
                    .defaultIfEmpty("");
        }

        private Mono<V> follow(String leader, int pauses) {
            if (pauses >= MAX_PAUSES) {
                return work;
            }
            return redis.opsForValue()
                    .multiGet(List.of(lock, resultOf(leader)))
                    .onErrorResume(error -> without(error, Mono.just(List.of())))
                    .flatMap(found -> found.isEmpty() ? work : next(leader, found, pauses + 1));
        }

        private Mono<V> next(String leader, List<String> found, int pauses) {
            @Nullable String result = found.get(1);
            if (result != null) {
                return take(JSON.readValue(result, FlightResult.class));
            }
            return leader.equals(found.getFirst())
                    ? Mono.delay(PAUSE).then(Mono.defer(() -> follow(leader, pauses)))
                    : Mono.defer(() -> attempt(pauses));
        }

        private Mono<V> take(FlightResult result) {
            return switch (result) {
                case FlightResult.Value(var text) -> codec.read(text).switchIfEmpty(work);
                case FlightResult.Unshared _ -> work;
                case FlightResult.Empty _ -> Mono.empty();
                case FlightResult.Refused refused -> Mono.error(refused::error);
                case FlightResult.Invalid(var message) -> Mono.error(() -> new ManifestException(message));
            };
        }

        private static String resultOf(String flight) {
            return "flight:" + flight;
        }
    }
}
