package io.wave.benchmark.hostile;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** How long the calls of one kind took, counted by milliseconds up to a minute, and how many failed. */
final class Latencies {

    private static final int LONGEST = 60_000;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(LONGEST + 1);
    private final AtomicInteger failures = new AtomicInteger();

    void add(Duration time) {
        counts.incrementAndGet(Math.clamp(time.toMillis(), 0, LONGEST));
    }

    void fail() {
        failures.incrementAndGet();
    }

    int failures() {
        return failures.get();
    }

    int count() {
        int sum = 0;
        for (int i = 0; i <= LONGEST; i++) {
            sum += counts.get(i);
        }
        return sum;
    }

    /** The milliseconds within which this share of the calls were answered; 0 where there were none. */
    int quantile(double share) {
        long wanted = (long) Math.ceil(share * count());
        long seen = 0;
        for (int i = 0; i <= LONGEST && wanted > 0; i++) {
            seen += counts.get(i);
            if (seen >= wanted) {
                return i;
            }
        }
        return 0;
    }
}
