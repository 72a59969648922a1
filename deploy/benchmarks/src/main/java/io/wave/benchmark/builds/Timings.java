package io.wave.benchmark.builds;

import java.time.Duration;
import java.util.List;

/**
 * How long equal operations took.
 *
 * @param sorted in ascending order
 */
record Timings(List<Duration> sorted) {

    Timings {
        sorted = sorted.stream().sorted().toList();
    }

    Duration median() {
        return sorted.get(sorted.size() / 2);
    }

    Duration longest() {
        return sorted.getLast();
    }

    /** The ratio of the medians. */
    double ratioTo(Timings other) {
        return (double) median().toNanos() / other.median().toNanos();
    }
}
