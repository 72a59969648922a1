package io.wave.job.engine;

import io.wave.job.JobKind;
import io.wave.messaging.JobRecords;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/** Writes what readers see into Redis again after Redis was flushed, and forgets jobs that ended long ago. */
final class RecordKeeper implements SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(RecordKeeper.class);

    private final JobKind kind;
    private final JobTable table;
    private final JobRecords records;
    private final JobsProperties properties;
    private final ScheduledExecutorService executor;
    private volatile boolean running;

    RecordKeeper(JobKind kind, JobTable table, JobRecords records, JobsProperties properties) {
        this.kind = kind;
        this.table = table;
        this.records = records;
        this.properties = properties;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(kind + "-records").factory());
    }

    private void restore() {
        if (!records.isPresent(kind)) {
            table.records(kind, records.timeToLive()).forEach(records::write);
            records.markPresent(kind);
            logger.atInfo().addKeyValue("kind", kind).log("Wrote the job records into Redis again");
        }
    }

    private void forget() {
        table.forget(kind, properties.retention());
    }

    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (DataAccessException away) {
            logger.atWarn().log("Job records cannot be looked after: {}", away.getMessage());
        } catch (RuntimeException unexpected) {
            logger.atError().setCause(unexpected).log("Job records cannot be looked after");
        }
    }

    @Override
    public void start() {
        running = true;
        Duration interval = properties.pollInterval();
        ScheduledFuture<?> _ = executor.scheduleWithFixedDelay(
                () -> attempt(this::restore), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        ScheduledFuture<?> _ = executor.scheduleWithFixedDelay(() -> attempt(this::forget), 1, 60, TimeUnit.MINUTES);
    }

    @Override
    public void stop() {
        running = false;
        executor.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
