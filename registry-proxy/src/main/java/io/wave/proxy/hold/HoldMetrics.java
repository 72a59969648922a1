package io.wave.proxy.hold;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Metrics of held pulls: their number, their results, and the time from the end of a build to the completion of its
 * pulls.
 */
final class HoldMetrics {

    private static final List<String> OUTCOMES = List.of("ready", "hop", "failed", "later", "disconnected");

    private final MeterRegistry registry;
    private final AtomicInteger held;
    private final Timer wakeUps;

    HoldMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.held = new AtomicInteger();
        registry.gauge("wave.hold.pulls", held);
        this.wakeUps = Timer.builder("wave.hold.wakeup")
                .description("Time from the notification of a build's end to the completion of each pull held for it")
                .publishPercentileHistogram()
                .register(registry);
        // Registered now, so that the first one is an increase.
        OUTCOMES.forEach(this::outcomes);
    }

    void started() {
        held.incrementAndGet();
    }

    /** Returns how many are still held. */
    int ended() {
        return held.decrementAndGet();
    }

    int held() {
        return held.get();
    }

    void recordWakeup(long notifiedAtNanos) {
        wakeUps.record(System.nanoTime() - notifiedAtNanos, TimeUnit.NANOSECONDS);
    }

    void completed(HoldResult held) {
        count(
                switch (held) {
                    case HoldResult.Ready _ -> "ready";
                    case HoldResult.Hop _ -> "hop";
                    case HoldResult.Failed _ -> "failed";
                    case HoldResult.RetryLater _ -> "later";
                });
    }

    void disconnected() {
        count("disconnected");
    }

    private void count(String outcome) {
        outcomes(outcome).increment();
    }

    private Counter outcomes(String outcome) {
        return registry.counter("wave.hold.outcomes", "outcome", outcome);
    }
}
