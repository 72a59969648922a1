package io.wave.job.engine.scheduler;

import io.wave.background.Background;
import io.wave.job.JobKind;
import io.wave.job.engine.attempt.AttemptContext;
import io.wave.job.engine.attempt.EndedJob;
import io.wave.job.engine.attempt.JobAttempt;
import io.wave.job.engine.attempt.LeaseRenewer;
import io.wave.job.engine.config.JobsProperties;
import io.wave.job.engine.lease.Lease;
import io.wave.job.engine.store.JobRow;
import io.wave.job.engine.store.JobTable;
import io.wave.tracing.Traces;
import io.wave.tracing.WorkSpan;
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
 * Claims jobs of one kind while slots are free and runs them; enforces deadlines and takes over jobs whose worker was lost.
 * Every replica does so. On stop it detaches from its running jobs: work that cannot outlive this worker is ended, and the
 * job is released for other replicas to start again at once.
 */
public final class JobScheduler {

    private static final Logger logger = LoggerFactory.getLogger(JobScheduler.class);
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration LOOP_TIMEOUT = Duration.ofSeconds(2);

    private final JobKind kind;
    private final AttemptContext context;
    private final LeaseRenewer leases;
    private final JobsProperties properties;
    private final JobTable table;
    private final JobDisk disk;
    private final JobMetrics metrics;
    private final Traces traces;
    private final String holder;
    private final Map<String, JobAttempt> held = new ConcurrentHashMap<>();
    private final Semaphore wakeUps = new Semaphore(0);
    /** Whether leases that are not ours are those of a worker that has ended. */
    private volatile boolean alone;

    private volatile boolean running;
    private @Nullable Thread thread;

    public JobScheduler(
            AttemptContext context,
            LeaseRenewer leases,
            JobsProperties properties,
            JobTable table,
            JobDisk disk,
            JobMetrics metrics,
            Traces traces) {
        this.kind = context.type().kind();
        this.context = context;
        this.leases = leases;
        this.properties = properties;
        this.table = table;
        this.disk = disk;
        this.metrics = metrics;
        this.traces = traces;
        this.holder = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    }

    /** Starts a scheduling pass now instead of after the poll interval. */
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
            } catch (DataAccessException | TransactionException unavailable) {
                logger.atWarn().log("Scheduling pass failed, retrying: {}", unavailable.getMessage());
                LockSupport.parkNanos(properties.pollInterval().toNanos());
            } catch (RuntimeException | Error unexpected) {
                Background.failed(kind + "-jobs", unexpected);
                LockSupport.parkNanos(properties.pollInterval().toNanos());
            }
        }
    }

    private void tick() {
        takeOver();
        claim();
        context.store().sweep(kind).forEach(late -> metrics.ended(new EndedJob(late, EndedJob.Conclusion.REFUSED)));
        table.stopRequested(holder).forEach(this::abort);
        claimStopping();
        metrics.refresh();
        claim();
    }

    /** Before the first claim: nothing is held then. */
    private void takeOver() {
        if (!alone) {
            return;
        }
        int jobs = table.endLeases(kind);
        alone = false;
        if (jobs > 0) {
            logger.atInfo()
                    .addKeyValue("kind", kind)
                    .addKeyValue("jobs", jobs)
                    .log("Jobs of the worker before this one are taken over");
        }
    }

    private void abort(String jobId) {
        JobAttempt job = held.get(jobId);
        if (job != null) {
            job.abort();
        }
    }

    private void claim() {
        int free = free();
        if (free > 0 && running && disk.hasSpace()) {
            long askedAt = System.nanoTime();
            hold(
                    context.store()
                            .claim(kind, holder, properties.lease(), free, recording(), properties.runningLimits(kind)),
                    askedAt);
        }
    }

    private int free() {
        int queued = (int) held.values().stream().filter(JobAttempt::isQueued).count();
        return new Slots(properties.slots(kind)).free(held.size() - queued, queued);
    }

    /** Work that has ended here must not be done again, even if its lease expires before the outcome is recorded. */
    private List<String> recording() {
        return held.values().stream()
                .filter(JobAttempt::isRecording)
                .map(JobAttempt::jobId)
                .toList();
    }

    /** Needs neither a free slot nor disk space: nothing is launched for these jobs. */
    private void claimStopping() {
        if (running) {
            long askedAt = System.nanoTime();
            hold(context.store().claimStopping(kind, holder, properties.lease(), properties.slots(kind)), askedAt);
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
                .log("Job claimed");
        JobAttempt job = new JobAttempt(row, lease, context);
        held.put(row.id(), job);
        leases.add(job);
        try {
            // A platform thread: it must make progress even if all carrier threads are busy.
            Thread.ofPlatform().daemon().name("job-" + row.id()).start(() -> traced(row, job));
        } catch (Throwable noThread) {
            leases.remove(job);
            held.remove(row.id(), job);
            context.store().release(row, row.launched());
            throw noThread;
        }
    }

    /** Each attempt is a span of the trace of the request, on whichever worker. */
    private void traced(JobRow row, JobAttempt job) {
        try (WorkSpan span = traces.continued("job", kind + " job", row.trace())) {
            span.tag("wave.job", row.id()).tag("wave.fence", Long.toString(row.fence()));
            execute(row, job);
        }
    }

    private void execute(JobRow row, JobAttempt job) {
        boolean ended = false;
        try {
            var end = job.end(job.run());
            end.ifPresent(metrics::ended);
            ended = end.isPresent();
        } catch (InterruptedException stopped) {
            logger.atWarn()
                    .addKeyValue("jobId", row.id())
                    .log("Interrupted before the outcome of the job was recorded");
        } catch (RuntimeException | Error unexpected) {
            logger.atError()
                    .addKeyValue("jobId", row.id())
                    .setCause(unexpected)
                    .log("Attempt failed unexpectedly: the job is claimed again when its lease expires");
        } finally {
            leases.remove(job);
            wake();
            if (ended) {
                // The slot stays taken until then: the next job needs the disk space.
                Background.runOnce("clean-up-" + kind, job::cleanUp);
            }
            held.remove(row.id(), job);
            wake();
        }
    }

    public void start() {
        running = true;
        alone = properties.soleWorker() && held.isEmpty();
        leases.start();
        thread = Background.start(kind + "-jobs", this::loop);
    }

    /** Stops claiming jobs and detaches from the running ones. */
    public void beginStop() {
        running = false;
        Thread loop = thread;
        if (loop != null) {
            loop.interrupt();
            joinShortly(loop);
        }
        held.values().forEach(JobAttempt::detach);
    }

    public void stop() {
        beginStop();
        awaitStopped(System.nanoTime() + STOP_TIMEOUT.toNanos());
    }

    /** Waits until no job is held, until this instant of {@link System#nanoTime()} at most. */
    void awaitStopped(long deadline) {
        while (!held.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        leases.stop();
    }

    /** Jobs that the loop is claiming just now must be released too. */
    private static void joinShortly(Thread loop) {
        try {
            loop.join(LOOP_TIMEOUT);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isRunning() {
        return running;
    }
}
