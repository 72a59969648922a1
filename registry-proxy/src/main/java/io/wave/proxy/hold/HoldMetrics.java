package io.wave.proxy.hold;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How many pulls are held now, how they ended, and how long it took to answer them once their build's end was heard. */
final class HoldMetrics {

    private final MeterRegistry registry;
    private final AtomicInteger held;
    private final Timer wakeUps;

    HoldMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.held = new AtomicInteger();
        registry.gauge("wave.hold.pulls", held);
        this.wakeUps = Timer.builder("wave.hold.wakeup")
                .description("From the word of a build's end to the answer of each pull held for it")
                .publishPercentileHistogram()
                .register(registry);
    }

    void begun() {
        held.incrementAndGet();
    }

    /** Tells how many are still held. */
    int ended() {
        return held.decrementAndGet();
    }

    int held() {
        return held.get();
    }

    void woken(long heardAtNanos) {
        wakeUps.record(System.nanoTime() - heardAtNanos, TimeUnit.NANOSECONDS);
    }

    void answered(Held held) {
        count(
                switch (held) {
                    case Held.Ready _ -> "ready";
                    case Held.Hop _ -> "hop";
                    case Held.Failed _ -> "failed";
                    case Held.Later _ -> "later";
                });
    }

    void disconnected() {
        count("disconnected");
    }

    private void count(String outcome) {
        registry.counter("wave.hold.outcomes", "outcome", outcome).increment();
    }
}
