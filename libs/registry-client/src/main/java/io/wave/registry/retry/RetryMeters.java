package io.wave.registry.retry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Counts failed calls of registries by cause in {@code wave.registry.failures}, and retries in {@code wave.registry.retries}: those
 * that are made, and those that the budget of the registry does not allow. All are there from the start, so that the first failure
 * is an increase.
 */
final class RetryMeters {

    private static final Map<RegistryFailure, Counter> FAILURES = new EnumMap<>(RegistryFailure.class);
    private static final Counter MADE = Metrics.counter("wave.registry.retries", "outcome", "made");
    private static final Counter REFUSED = Metrics.counter("wave.registry.retries", "outcome", "refused");

    static {
        for (RegistryFailure failure : RegistryFailure.values()) {
            String cause = failure.name().toLowerCase(Locale.ROOT);
            FAILURES.put(failure, Metrics.counter("wave.registry.failures", "cause", cause));
        }
    }

    private RetryMeters() {}

    /** Registers the meters. */
    static void register() {
        // Done when this class is initialized.
    }

    static void failed(Throwable failure) {
        RegistryFailure cause = failure instanceof RegistryException known ? known.failure() : RegistryFailure.OTHER;
        Objects.requireNonNull(FAILURES.get(cause)).increment();
    }

    static void retried() {
        MADE.increment();
    }

    static void refused() {
        REFUSED.increment();
    }
}
