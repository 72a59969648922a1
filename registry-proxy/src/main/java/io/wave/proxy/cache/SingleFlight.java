package io.wave.proxy.cache;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import reactor.core.publisher.Mono;

/** Lets equal work that is asked for at the same time be done once; its result or error goes to all who wait. */
public final class SingleFlight<K, V> {

    private final ConcurrentMap<K, Mono<V>> flights = new ConcurrentHashMap<>();

    /** The work under way for the key, else this one. It goes on when those who wait go away. */
    public Mono<V> share(K key, Mono<V> work) {
        // Forgotten before it is answered: who asks after having got an error begins new work.
        return Mono.defer(() -> flights.computeIfAbsent(
                key, _ -> work.doOnTerminate(() -> flights.remove(key)).cache()));
    }
}
