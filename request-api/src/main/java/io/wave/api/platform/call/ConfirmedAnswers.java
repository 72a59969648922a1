package io.wave.api.platform.call;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.github.benmanes.caffeine.cache.Weigher;
import io.wave.api.platform.PlatformEndpoint;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Answers of Platforms, in memory. One is used for a minute, then its Platform is asked again. If the Platform is down, it is asked once
 * a minute, and its last answer is used for as long as {@link Outages#tolerance} says. Any other error ends that at once.
 */
public final class ConfirmedAnswers<K, V> {

    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Outages outages;
    private final Function<K, PlatformEndpoint> endpoints;
    private final AsyncCache<K, V> fresh;
    private final Cache<K, V> confirmed;

    /**
     * @param endpoints the Platform that is asked for a key
     * @param max maximum of the sum of weights
     * @param threads where Platforms are asked
     */
    public ConfirmedAnswers(
            Outages outages,
            Function<K, PlatformEndpoint> endpoints,
            Weigher<K, V> weigher,
            int max,
            Executor threads) {
        this(outages, endpoints, weigher, max, threads, Ticker.systemTicker());
    }

    ConfirmedAnswers(
            Outages outages,
            Function<K, PlatformEndpoint> endpoints,
            Weigher<K, V> weigher,
            int max,
            Executor threads,
            Ticker ticker) {
        this.outages = outages;
        this.endpoints = endpoints;
        this.fresh = Caffeine.newBuilder()
                .expireAfterWrite(FRESH)
                .maximumWeight(max)
                .weigher(weigher)
                .ticker(ticker)
                .executor(threads)
                .buildAsync();
        this.confirmed = Caffeine.newBuilder()
                .expireAfterWrite(FRESH.plus(outages.tolerance()))
                .maximumWeight(max)
                .weigher(weigher)
                .ticker(ticker)
                .build();
    }

    /**
     * The answer for a key. Concurrent calls share a question.
     *
     * @param ask asks the Platform
     */
    public V get(K key, Supplier<V> ask) {
        return SharedCalls.join(fresh.get(key, _ -> confirmed(key, ask)));
    }

    private V confirmed(K key, Supplier<V> ask) {
        return outages.ask(
                endpoints.apply(key),
                () -> {
                    V answer = ask.get();
                    confirmed.put(key, answer);
                    return answer;
                },
                () -> Optional.ofNullable(confirmed.getIfPresent(key)),
                () -> confirmed.invalidate(key));
    }

    /** Forgets the answers for some keys. */
    public void forget(Predicate<K> which) {
        fresh.asMap().keySet().removeIf(which);
        confirmed.asMap().keySet().removeIf(which);
    }
}
