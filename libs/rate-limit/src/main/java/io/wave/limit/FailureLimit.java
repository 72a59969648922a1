package io.wave.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits failures by client address, such as wrong passwords or unknown ids, in a window that starts with the first failure.
 * Each replica counts for itself, in bounded memory: of very many addresses, those with few failures are evicted.
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
     * @return the delay until the next attempt is allowed, if the limit is exceeded
     */
    public Optional<Duration> count(String address) {
        Window window = windows.get(ClientNetwork.of(address), _ -> new Window(ticker.read(), new AtomicLong()));
        if (window.failures().incrementAndGet() <= rate.count()) {
            return Optional.empty();
        }
        // A rejected attempt is not counted, so that attempts are allowed again when pending ones succeed.
        window.failures().decrementAndGet();
        return Optional.of(remaining(window));
    }

    /** Undoes the count of an attempt that did not fail. */
    public void undo(String address) {
        Window window = windows.getIfPresent(ClientNetwork.of(address));
        if (window != null) {
            window.failures().decrementAndGet();
        }
    }

    private Duration remaining(Window window) {
        Duration elapsed = Duration.ofNanos(ticker.read() - window.start());
        Duration remaining = rate.period().minus(elapsed);
        return remaining.isPositive() ? remaining : Duration.ZERO;
    }

    private record Window(long start, AtomicLong failures) {}
}
