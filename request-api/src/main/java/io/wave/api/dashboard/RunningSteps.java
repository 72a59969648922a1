package io.wave.api.dashboard;

import io.wave.api.build.steps.StepCount;
import io.wave.api.job.log.StoredProgress;
import io.wave.api.web.page.PageSizeFormat;
import io.wave.build.BuildSteps;
import io.wave.job.JobId;
import io.wave.mirror.MirrorProgress;
import io.wave.store.ObjectStoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How far the builds and mirrors on the dashboard have come. The object store is read in the background and at most every two seconds: a
 * slow store delays no viewer.
 */
@Component
class RunningSteps {

    private static final Logger LOG = LoggerFactory.getLogger(RunningSteps.class);
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final StoredProgress stored;
    private final LongSupplier nanoTime;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile Map<String, String> known = Map.of();
    private volatile long readAt;

    @Autowired
    RunningSteps(StoredProgress stored) {
        this(stored, System::nanoTime);
    }

    RunningSteps(StoredProgress stored, LongSupplier nanoTime) {
        this.stored = stored;
        this.nanoTime = nanoTime;
        this.readAt = nanoTime.getAsLong() - FRESH.toNanos();
    }

    /** What is known of jobs, by their ids, and starts to read the current state of these. */
    Map<String, String> of(List<String> jobIds) {
        if (nanoTime.getAsLong() - readAt >= FRESH.toNanos() && reading.compareAndSet(false, true)) {
            Thread.ofVirtual().name("dashboard-steps").start(() -> read(jobIds));
        }
        return known;
    }

    private void read(List<String> jobIds) {
        try {
            Map<String, String> texts = new HashMap<>();
            jobIds.forEach(id -> text(id).ifPresent(text -> texts.put(id, text)));
            known = Map.copyOf(texts);
        } catch (ObjectStoreException unavailable) {
            LOG.atWarn().addKeyValue("reason", unavailable.getMessage()).log("Cannot read the progress of jobs");
        } finally {
            readAt = nanoTime.getAsLong();
            reading.set(false);
        }
    }

    private Optional<String> text(String jobId) {
        return JobId.find(jobId).flatMap(id -> switch (id.kind()) {
            case BUILD ->
                stored.of(jobId, BuildSteps.class).flatMap(StepCount::of).map(StepCount::toString);
            case MIRROR -> stored.of(jobId, MirrorProgress.class).map(RunningSteps::text);
            case SCAN -> Optional.empty();
        });
    }

    /** Without the size, which could tell which image a user copies. */
    private static String text(MirrorProgress progress) {
        return progress.bytesPerSecond() > 0
                ? "%d %%, %s/s".formatted(progress.percent(), PageSizeFormat.of(progress.bytesPerSecond()))
                : progress.percent() + " %";
    }
}
