package io.wave.job.engine;

import io.wave.background.Background;
import io.wave.job.JobRecord;
import io.wave.job.engine.log.JobLog;
import io.wave.job.engine.log.JobLogs;
import io.wave.messaging.JobRecords;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** One attempt in our hands: has it run, renews its lease, and records how it ended. */
final class HeldJob implements Attempt {

    private static final Logger logger = LoggerFactory.getLogger(HeldJob.class);

    private static final Duration RETRY = Duration.ofMillis(250);

    private final JobRow row;
    private final Lease lease;
    private final JobsProperties properties;
    private final JobStore store;
    private final JobRecords records;
    private final JobLog log;
    private volatile boolean told;
    private volatile @Nullable Execution execution;

    HeldJob(JobRow row, Lease lease, JobsProperties properties, JobStore store, JobRecords records, JobLogs logs) {
        this.row = row;
        this.lease = lease;
        this.properties = properties;
        this.store = store;
        this.records = records;
        this.log = logs.open(row.id());
    }

    /** Sees the attempt to its end; returns the job when that is recorded, nothing when it is no longer ours. */
    Optional<JobRow> hold(Runner runner) throws InterruptedException {
        log.begin();
        if (row.attempt() > 1) {
            log.line("[attempt %d: the worker of the one before was lost]".formatted(row.attempt()));
        }
        Optional<Execution> adopted = runner.adopt(this);
        if (isToStop(row.job())) {
            told = true;
        }
        if (told && adopted.isEmpty()) {
            return end(new Outcome.Stopped());
        }
        Execution running = adopted.orElseGet(() -> runner.launch(this));
        execution = running;
        if (told) {
            running.cancel();
        }
        return end(followed(running));
    }

    /** What nobody sees to its end any more must not go on. */
    private Outcome followed(Execution running) throws InterruptedException {
        boolean ended = false;
        try {
            Outcome outcome = follow(running);
            ended = true;
            return outcome;
        } finally {
            if (!ended) {
                running.cancel();
            }
        }
    }

    private Optional<JobRow> end(Outcome outcome) throws InterruptedException {
        return new HeldJobEnd(row, store, log).record(outcome);
    }

    private Outcome follow(Execution running) throws InterruptedException {
        while (true) {
            try {
                return running.outcome().get(lease.renewalPeriod().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillRunning) {
                // Whatever fails here, the lease tells how long the attempt may go on.
                Background.survives("lease-" + row.job().kind(), this::renew);
            } catch (ExecutionException broken) {
                return new Outcome.Failed("internal error of the worker", null);
            }
        }
    }

    private void renew() {
        try {
            renewed(() -> store.renew(row, properties.lease())).ifPresentOrElse(this::project, this::stop);
        } catch (DataAccessException | TransactionException away) {
            logger.atWarn()
                    .addKeyValue("jobId", row.id())
                    .addKeyValue("remaining", lease.remaining())
                    .log("A lease was not renewed: {}", away.getMessage());
        }
    }

    /** Notes the instant before the database is asked: from there the lease counts. */
    private Optional<JobRow> renewed(Supplier<Optional<JobRow>> renewal) {
        long sentAt = lease.now();
        Optional<JobRow> answer = renewal.get();
        answer.ifPresentOrElse(_ -> lease.renewed(sentAt), lease::lost);
        return answer;
    }

    private void project(JobRow present) {
        if (isToStop(present.job())) {
            stop();
        }
        try {
            records.write(present.job());
        } catch (DataAccessException away) {
            logger.atDebug().addKeyValue("jobId", row.id()).log("Redis is away: {}", away.getMessage());
        }
    }

    private static boolean isToStop(JobRecord job) {
        return switch (job.state()) {
            case CANCELLING, TIMING_OUT, SUCCEEDED, FAILED -> true;
            case SUBMITTED, WAITING, QUEUED, RUNNING, PUSHING -> false;
        };
    }

    /** Has the attempt stop. */
    void stop() {
        told = true;
        Execution running = execution;
        if (running != null) {
            running.cancel();
        }
    }

    @Override
    public void requireLease() {
        if (told || !lease.isHeld()) {
            throw new LeaseLostException("job %s is no longer ours to run".formatted(row.id()));
        }
    }

    @Override
    public void pushing() {
        Optional<JobRow> pushing = Optional.empty();
        while (pushing.isEmpty()) {
            requireLease();
            try {
                pushing = Optional.of(renewed(() -> store.push(row, properties.lease()))
                        .orElseThrow(() -> new LeaseLostException("job %s was told to stop".formatted(row.id()))));
            } catch (DataAccessException | TransactionException away) {
                // A database that restarts is back before the lease is over.
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
        requireLease();
    }

    @Override
    public String jobId() {
        return row.id();
    }

    @Override
    public int number() {
        return row.attempt();
    }

    @Override
    public String spec() {
        return row.spec();
    }

    @Override
    public Lease lease() {
        return lease;
    }

    @Override
    public JobLog log() {
        return log;
    }
}
