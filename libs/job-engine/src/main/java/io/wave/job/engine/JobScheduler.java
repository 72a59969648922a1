package io.wave.job.engine;

import io.wave.background.Background;
import io.wave.job.JobKind;
import io.wave.job.engine.log.JobLogs;
import io.wave.messaging.JobRecords;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Claims jobs as long as there are slots and has them run; looks after deadlines and after jobs that others have lost.
 * Every replica does so. On stop it ends what runs here and hands the jobs back, for others to start again at once.
 */
final class JobScheduler implements SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(JobScheduler.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);
    private static final Duration LOOP_PATIENCE = Duration.ofSeconds(2);

    private final JobKind kind;
    private final JobsProperties properties;
    private final JobStore store;
    private final JobTable table;
    private final JobRecords records;
    private final JobLogs logs;
    private final Runner runner;
    private final Room room;
    private final JobMetrics metrics;
    private final String holder;
    private final Map<String, HeldJob> held = new ConcurrentHashMap<>();
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;

    JobScheduler(
            JobKind kind,
            JobsProperties properties,
            JobStore store,
            JobTable table,
            JobRecords records,
            JobLogs logs,
            Runner runner,
            Room room,
            JobMetrics metrics) {
        this.kind = kind;
        this.properties = properties;
        this.store = store;
        this.table = table;
        this.records = records;
        this.logs = logs;
        this.runner = runner;
        this.room = room;
        this.metrics = metrics;
        this.holder = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    }

    /** Has the scheduler look at once. */
    void wake() {
        wakeUps.release();
    }

    private void loop() {
        while (running) {
            try {
                tick();
                wakeUps.tryAcquire(properties.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
                wakeUps.drainPermits();
            } catch (InterruptedException stopped) {
                return;
            } catch (DataAccessException | TransactionException away) {
                logger.atWarn().log("Jobs cannot be looked after: {}", away.getMessage());
                LockSupport.parkNanos(properties.pollInterval().toNanos());
            } catch (RuntimeException | Error unexpected) {
                Background.failed(kind + "-jobs", unexpected);
                LockSupport.parkNanos(properties.pollInterval().toNanos());
            }
        }
    }

    private void tick() {
        claim();
        store.sweep(kind, properties.attempts());
        table.toldToStop(holder).forEach(this::stop);
        metrics.look();
        claim();
    }

    private void stop(String jobId) {
        HeldJob job = held.get(jobId);
        if (job != null) {
            job.stop();
        }
    }

    private void claim() {
        int free = properties.slots() - held.size();
        if (free <= 0 || !running || !room.suffices()) {
            return;
        }
        long askedAt = System.nanoTime();
        for (JobRow row : store.claim(kind, holder, properties.lease(), properties.attempts(), free)) {
            hold(row, new Lease(properties.lease(), System::nanoTime, askedAt));
        }
    }

    private void hold(JobRow row, Lease lease) {
        logger.atInfo()
                .addKeyValue("jobId", row.id())
                .addKeyValue("target", row.job().target())
                .addKeyValue("attempt", row.attempt())
                .log("Claimed a job");
        HeldJob job = new HeldJob(row, lease, properties, store, records, logs);
        held.put(row.id(), job);
        try {
            // Not a virtual one: a lease must be renewed however busy the carriers are.
            Thread.ofPlatform().daemon().name("job-" + row.id()).start(() -> see(row, job));
        } catch (Throwable noThread) {
            held.remove(row.id(), job);
            store.release(row);
            throw noThread;
        }
    }

    private void see(JobRow row, HeldJob job) {
        try {
            job.hold(runner).ifPresent(metrics::ended);
        } catch (InterruptedException stopped) {
            logger.atWarn().addKeyValue("jobId", row.id()).log("Left a job without recording its end");
        } catch (RuntimeException | Error unexpected) {
            logger.atError()
                    .addKeyValue("jobId", row.id())
                    .setCause(unexpected)
                    .log("Lost a job: it is claimed again when its lease is over");
        } finally {
            held.remove(row.id(), job);
            wake();
        }
    }

    @Override
    public void start() {
        running = true;
        thread = Background.start(kind + "-jobs", this::loop);
    }

    @Override
    public void stop() {
        running = false;
        Thread loop = thread;
        if (loop != null) {
            loop.interrupt();
            joinShortly(loop);
        }
        held.values().forEach(HeldJob::stop);
        long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
        while (!held.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** What it is just claiming must be among what is handed back. */
    private static void joinShortly(Thread loop) {
        try {
            loop.join(LOOP_PATIENCE);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
