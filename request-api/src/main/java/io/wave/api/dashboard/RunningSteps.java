package io.wave.api.dashboard;

import io.wave.api.build.steps.StepCount;
import io.wave.api.build.steps.StoredSteps;
import io.wave.store.ObjectStoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How far the builds on the dashboard have come. The object store is read in the background and at most every two seconds: a
 * slow store delays no viewer.
 */
@Component
class RunningSteps {

    private static final Logger LOG = LoggerFactory.getLogger(RunningSteps.class);
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final StoredSteps stored;
    private final LongSupplier nanoTime;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile Map<String, StepCount> known = Map.of();
    private volatile long readAt;

    @Autowired
    RunningSteps(StoredSteps stored) {
        this(stored, System::nanoTime);
    }

    RunningSteps(StoredSteps stored, LongSupplier nanoTime) {
        this.stored = stored;
        this.nanoTime = nanoTime;
        this.readAt = nanoTime.getAsLong() - FRESH.toNanos();
    }

    /** What is known of builds, by their ids, and starts to read the current state of these. */
    Map<String, StepCount> of(List<String> buildIds) {
        if (nanoTime.getAsLong() - readAt >= FRESH.toNanos() && reading.compareAndSet(false, true)) {
            Thread.ofVirtual().name("dashboard-steps").start(() -> read(buildIds));
        }
        return known;
    }

    private void read(List<String> buildIds) {
        try {
            Map<String, StepCount> counts = new HashMap<>();
            buildIds.forEach(id -> stored.of(id).flatMap(StepCount::of).ifPresent(count -> counts.put(id, count)));
            known = Map.copyOf(counts);
        } catch (ObjectStoreException unavailable) {
            LOG.atWarn().addKeyValue("reason", unavailable.getMessage()).log("Cannot read the steps of builds");
        } finally {
            readAt = nanoTime.getAsLong();
            reading.set(false);
        }
    }
}
