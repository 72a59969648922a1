package io.wave.registry.flight;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Runs equal operations that are requested at the same time once; the result or error goes to all who wait. */
public final class SingleFlight<K, V> {

    private final ConcurrentMap<K, CompletableFuture<@Nullable V>> flights = new ConcurrentHashMap<>();

    /**
     * Joins the running operation of the key, or starts this one, which belongs to the trace of the caller that started
     * it. The operation continues when callers cancel. Callers may be thousands, so they continue in parallel, not one
     * after the other on the thread that completed the operation.
     */
    public Mono<V> share(K key, Mono<V> operation) {
        return Mono.deferContextual(caller -> Mono.fromFuture(join(key, operation.contextWrite(caller)), true))
                .publishOn(Schedulers.parallel());
    }

    /** The same without the switch of threads; callers must not complete or cancel the future. */
    public CompletableFuture<@Nullable V> join(K key, Mono<V> operation) {
        CompletableFuture<@Nullable V> started = new CompletableFuture<>();
        CompletableFuture<@Nullable V> flight = flights.putIfAbsent(key, started);
        if (flight != null) {
            return flight;
        }
        var _ = operation.toFuture().whenComplete((value, error) -> {
            // Removed before it is completed: a caller that asks again after an error starts a new operation.
            flights.remove(key);
            if (error == null) {
                started.complete(value);
            } else {
                started.completeExceptionally(error);
            }
        });
        return started;
    }
}
