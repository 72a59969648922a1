package io.wave.proxy.cache;

import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.ReactiveValueOperations;
import reactor.core.publisher.Mono;

/** The Redis templates of several replicas, which tell when all replicas but one wait for the result of that one. */
final class WaitingReplicas {

    private final ReactiveRedisConnectionFactory connections;
    private final int count;
    private final Set<ReactiveStringRedisTemplate> waiting = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<@Nullable Void> othersWait = new CompletableFuture<>();

    WaitingReplicas(ReactiveRedisConnectionFactory connections, int count) {
        this.connections = connections;
        this.count = count;
    }

    /** Runs the operation as soon as the other replicas wait for its result. */
    <T> Mono<T> whenOthersWait(Mono<T> operation) {
        return Mono.fromFuture(othersWait, true).then(operation);
    }

    /** The template of one more replica. */
    ReactiveStringRedisTemplate template() {
        return new ReactiveStringRedisTemplate(connections) {
            @Override
            public ReactiveValueOperations<String, String> opsForValue() {
                return watch(this, super.opsForValue());
            }
        };
    }

    /** A replica that waits reads the lock and the result in one command, which nothing else does. */
    @SuppressWarnings("unchecked")
    private ReactiveValueOperations<String, String> watch(
            ReactiveStringRedisTemplate template, ReactiveValueOperations<String, String> operations) {
        return (ReactiveValueOperations<String, String>) Proxy.newProxyInstance(
                ReactiveValueOperations.class.getClassLoader(),
                new Class<?>[] {ReactiveValueOperations.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("multiGet")) {
                        note(template);
                    }
                    return method.invoke(operations, arguments);
                });
    }

    private void note(ReactiveStringRedisTemplate template) {
        waiting.add(template);
        if (waiting.size() >= count - 1) {
            othersWait.complete(null);
        }
    }
}
