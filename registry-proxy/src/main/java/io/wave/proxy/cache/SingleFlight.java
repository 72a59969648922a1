package io.wave.proxy.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Lets equal work that is asked for at the same time be done once; its result or error goes to all who wait. */
public final class SingleFlight<K, V> {

    private final ConcurrentMap<K, CompletableFuture<@Nullable V>> flights = new ConcurrentHashMap<>();

    /**
     * The work under way for the key, else this one. It goes on when those who wait go away; they may be thousands, so
     * they go on in parallel, not one after the other where the work ended.
     */
    public Mono<V> share(K key, Mono<V> work) {
        return Mono.defer(() -> Mono.fromFuture(join(key, work), true)).publishOn(Schedulers.parallel());
    }

    /** The same, for those who go on elsewhere anyway; never to be completed or cancelled by them. */
    public CompletableFuture<@Nullable V> join(K key, Mono<V> work) {
        CompletableFuture<@Nullable V> begun = new CompletableFuture<>();
        CompletableFuture<@Nullable V> flight = flights.putIfAbsent(key, begun);
        if (flight != null) {
            return flight;
        }
        var _ = work.toFuture().whenComplete((value, error) -> {
            // Forgotten before it is answered: who asks after having got an error begins new work.
            flights.remove(key);
            if (error == null) {
                begun.complete(value);
            } else {
                begun.completeExceptionally(error);
            }
        });
        return begun;
    }
}
