package io.wave.job.engine.restore;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.wave.background.Background;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.engine.config.JobsProperties;
import io.wave.job.engine.store.JobTable;
import io.wave.messaging.projection.JobRecords;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/** Restores the job records in Redis after Redis was flushed, and deletes finished jobs after their retention. */
public final class RecordRestorer implements SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(RecordRestorer.class);

    private static final int PAGE = 500;

    private final Set<JobKind> kinds;
    private final JobTable table;
    private final JobRecords records;
    private final JobsProperties properties;
    private final Counter deleted;
    private @Nullable ScheduledExecutorService executor;
    private volatile boolean running;

    public RecordRestorer(
            Set<JobKind> kinds, JobTable table, JobRecords records, JobsProperties properties, MeterRegistry meters) {
        this.kinds = Set.copyOf(kinds);
        this.table = table;
        this.records = records;
        this.properties = properties;
        this.deleted = Counter.builder("wave.retention.deleted")
                .tag("what", "jobs")
                .description("objects deleted after their retention")
                .register(meters);
    }

    private void restore() {
        kinds.forEach(this::restore);
    }

    private void restore(JobKind kind) {
        if (!records.isPresent(kind)) {
            writeAll(kind);
            records.markPresent(kind);
            logger.atInfo().addKeyValue("kind", kind).log("Job records restored in Redis");
        }
    }

    private void writeAll(JobKind kind) {
        String last = "";
        List<JobRecord> page;
        do {
            page = table.records(kind, records.timeToLive(), last, PAGE);
            page.forEach(records::write);
            last = page.isEmpty() ? last : page.getLast().id();
        } while (page.size() == PAGE);
    }

    /** Deletes in pages, each in its own transaction. */
    public void deleteFinished() {
        kinds.forEach(this::deleteFinished);
    }

    private void deleteFinished(JobKind kind) {
        int count;
        do {
            count = table.deleteFinished(kind, properties.retention(), PAGE);
            deleted.increment(count);
        } while (count == PAGE && running);
    }

    private Runnable task(Runnable work) {
        return Background.task("job-records", () -> attempt(work));
    }

    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (DataAccessException unavailable) {
            logger.atWarn().log("Maintenance of job records failed, retrying: {}", unavailable.getMessage());
        }
    }

    @Override
    public void start() {
        running = true;
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("job-records").factory());
        executor = started;
        Duration interval = properties.pollInterval();
        ScheduledFuture<?> _ =
                started.scheduleWithFixedDelay(task(this::restore), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        ScheduledFuture<?> _ = started.scheduleWithFixedDelay(task(this::deleteFinished), 1, 60, TimeUnit.MINUTES);
    }

    @Override
    public void stop() {
        running = false;
        ScheduledExecutorService started = executor;
        if (started != null) {
            started.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
