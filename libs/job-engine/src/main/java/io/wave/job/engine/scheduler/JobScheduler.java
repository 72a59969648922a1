package io.wave.job.engine.scheduler;

import io.wave.background.Background;
import io.wave.job.JobKind;
import io.wave.job.engine.config.JobsProperties;
import io.wave.job.engine.attempt.Ended;
import io.wave.job.engine.attempt.HeldJob;
import io.wave.job.engine.attempt.HeldParts;
import io.wave.job.engine.attempt.LeaseKeeper;
import io.wave.job.engine.lease.Lease;
import io.wave.job.engine.store.JobRow;
import io.wave.job.engine.store.JobTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Claims jobs of one kind as long as there are slots and has them run; looks after deadlines and after jobs that others
 * have lost. Every replica does so. On stop it lets go of what runs here: what cannot outlive this worker is ended and
 * handed back, for others to start again at once.
 */
public final class JobScheduler {

    private static final Logger logger = LoggerFactory.getLogger(JobScheduler.class);
    static final Duration STOP_PATIENCE = Duration.ofSeconds(8);
    private static final Duration LOOP_PATIENCE = Duration.ofSeconds(2);

    private final JobKind kind;
    private final HeldParts parts;
    private final LeaseKeeper leases;
    private final JobsProperties properties;
    private final JobTable table;
    private final Room room;
    private final JobMetrics metrics;
    private final String holder;
    private final Map<String, HeldJob> held = new ConcurrentHashMap<>();
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;

    public JobScheduler(
            HeldParts parts,
            LeaseKeeper leases,
            JobsProperties properties,
            JobTable table,
            Room room,
            JobMetrics metrics) {
        this.kind = parts.type().kind();
        this.parts = parts;
        this.leases = leases;
        this.properties = properties;
        this.table = table;
        this.room = room;
        this.metrics = metrics;
        this.holder = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    }

    /** Has the scheduler look at once. */
    public void wake() {
        wakeUps.release();
    }

    public JobMetrics metrics() {
        return metrics;
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
        parts.store().sweep(kind).forEach(late -> metrics.ended(new Ended(late, Ended.How.REFUSED)));
        table.toldToStop(holder).forEach(this::abort);
        claimStopping();
        metrics.look();
        claim();
    }

    private void abort(String jobId) {
        HeldJob job = held.get(jobId);
        if (job != null) {
            job.abort();
        }
    }

    private void claim() {
        int free = properties.slots(kind) - held.size();
        if (free > 0 && running && room.suffices()) {
            long askedAt = System.nanoTime();
            hold(parts.store().claim(kind, holder, properties.lease(), free), askedAt);
        }
    }

    /** Needs neither a free slot nor room: nothing is begun for these. */
    private void claimStopping() {
        if (running) {
            long askedAt = System.nanoTime();
            hold(parts.store().claimStopping(kind, holder, properties.lease(), properties.slots(kind)), askedAt);
        }
    }

    private void hold(List<JobRow> claimed, long askedAt) {
        for (JobRow row : claimed) {
            hold(row, new Lease(properties.lease(), System::nanoTime, askedAt));
        }
    }

    private void hold(JobRow row, Lease lease) {
        logger.atInfo()
                .addKeyValue("jobId", row.id())
                .addKeyValue("target", row.job().target())
                .addKeyValue("fence", row.fence())
                .log("Claimed a job");
        HeldJob job = new HeldJob(row, lease, parts);
        held.put(row.id(), job);
        leases.add(job);
        try {
            // Not a virtual one: it must go on however busy the carriers are.
            Thread.ofPlatform().daemon().name("job-" + row.id()).start(() -> see(row, job));
        } catch (Throwable noThread) {
            leases.remove(job);
            held.remove(row.id(), job);
            parts.store().release(row, row.launched());
            throw noThread;
        }
    }

    private void see(JobRow row, HeldJob job) {
        boolean ended = false;
        try {
            var end = job.end(job.run());
            end.ifPresent(metrics::ended);
            ended = end.isPresent();
        } catch (InterruptedException stopped) {
            logger.atWarn().addKeyValue("jobId", row.id()).log("Left a job without recording its end");
        } catch (RuntimeException | Error unexpected) {
            logger.atError()
                    .addKeyValue("jobId", row.id())
                    .setCause(unexpected)
                    .log("Lost a job: it is claimed again when its lease is over");
        } finally {
            leases.remove(job);
            wake();
            if (ended) {
                // Until then its slot is taken: the next job needs the disk.
                Background.survives("clean-up-" + kind, job::cleanUp);
            }
            held.remove(row.id(), job);
            wake();
        }
    }

    public void start() {
        running = true;
        leases.start();
        thread = Background.start(kind + "-jobs", this::loop);
    }

    /** No job is claimed any more, and what is held is let go. */
    void beginToStop() {
        running = false;
        Thread loop = thread;
        if (loop != null) {
            loop.interrupt();
            joinShortly(loop);
        }
        held.values().forEach(HeldJob::letGo);
    }

    public void stop() {
        beginToStop();
        awaitStopped(System.nanoTime() + STOP_PATIENCE.toNanos());
    }

    /** Waits until nothing is held, until this instant of {@link System#nanoTime()} at most. */
    void awaitStopped(long deadline) {
        while (!held.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        leases.stop();
    }

    /** What it is just claiming must be among what is handed back. */
    private static void joinShortly(Thread loop) {
        try {
            loop.join(LOOP_PATIENCE);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isRunning() {
        return running;
    }
}
