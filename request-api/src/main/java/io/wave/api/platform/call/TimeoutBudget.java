package io.wave.api.platform.call;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** How many calls to one Platform may fail in a minute before failed calls are no longer repeated: it is down, and callers wait. */
final class TimeoutBudget {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int MAX_FAILURES = 10;
    private static final int MAX_PLATFORMS = 1_000;

    private final Cache<String, AtomicInteger> failures = Caffeine.newBuilder()
            .expireAfterWrite(PERIOD)
            .maximumSize(MAX_PLATFORMS)
            .build();

    /** Counts a failure; returns whether the call may be repeated. */
    boolean failed(String location) {
        return failures.get(location, _ -> new AtomicInteger()).incrementAndGet() <= MAX_FAILURES;
    }
}
