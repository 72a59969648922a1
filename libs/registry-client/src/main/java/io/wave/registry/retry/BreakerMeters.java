package io.wave.registry.retry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Shows in {@code wave.registry.breakers.open} how many registries are not called, and counts breakers that have opened and calls that
 * were not sent. Without the names of registries, since callers choose those; the health of the service has them.
 */
final class BreakerMeters {

    private static final Counter OPENED = Metrics.counter("wave.registry.breakers.opened");
    private static final Counter REJECTED = Metrics.counter("wave.registry.breakers.rejected");
    private static final Set<RegistryBreakers> ALL =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    static {
        Gauge.builder("wave.registry.breakers.open", BreakerMeters::open).register(Metrics.globalRegistry);
    }

    private BreakerMeters() {}

    /** Includes these breakers in the gauge as long as they are used. */
    static void count(RegistryBreakers breakers) {
        ALL.add(breakers);
    }

    static void opened() {
        OPENED.increment();
    }

    static void rejected() {
        REJECTED.increment();
    }

    private static double open() {
        synchronized (ALL) {
            return ALL.stream().mapToLong(RegistryBreakers::countOpen).sum();
        }
    }
}
