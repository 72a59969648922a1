package io.wave.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How often a client address may fail, such as with passwords or unknown ids: so many times in a window, which begins
 * with the first failure. Counted by each replica for itself, in a bounded memory: of very many addresses those that
 * failed least are forgotten.
 */
public final class FailureLimit {

    private static final int MAX_ADDRESSES = 100_000;

    private final Rate rate;
    private final Ticker ticker;
    private final Cache<String, Window> windows;

    public FailureLimit(Rate rate) {
        this(rate, Ticker.systemTicker());
    }

    FailureLimit(Rate rate, Ticker ticker) {
        this.rate = rate;
        this.ticker = ticker;
        this.windows = Caffeine.newBuilder()
                .expireAfterWrite(rate.period())
                .maximumSize(MAX_ADDRESSES)
                .ticker(ticker)
                .build();
    }

    /**
     * Counts a failure.
     *
     * @return when the next one is allowed, if this is one too many
     */
    public Optional<Duration> count(String address) {
        Window window = windows.get(ClientNetwork.of(address), _ -> new Window(ticker.read(), new AtomicLong()));
        if (window.failures().incrementAndGet() <= rate.count()) {
            return Optional.empty();
        }
        // What is refused is no attempt: when those that are under way turn out right, there is room again.
        window.failures().decrementAndGet();
        return Optional.of(rest(window));
    }

    /** Takes one back that was counted ahead of an attempt which did not fail. */
    public void forgive(String address) {
        Window window = windows.getIfPresent(ClientNetwork.of(address));
        if (window != null) {
            window.failures().decrementAndGet();
        }
    }

    private Duration rest(Window window) {
        Duration passed = Duration.ofNanos(ticker.read() - window.begin());
        Duration rest = rate.period().minus(passed);
        return rest.isPositive() ? rest : Duration.ZERO;
    }

    private record Window(long begin, AtomicLong failures) {}
}
