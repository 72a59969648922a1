package io.wave.job.engine.attempt;

import io.wave.job.JobRecord;
import io.wave.job.engine.lease.Lease;
import io.wave.job.engine.lease.LeaseLostException;
import io.wave.job.engine.log.JobLog;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.JobType;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.runner.Attempt;
import io.wave.job.engine.runner.Execution;
import io.wave.job.engine.store.JobRow;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** One attempt in our hands: has it run and tells how it ended. {@link LeaseKeeper} renews its lease meanwhile. */
public final class HeldJob implements Attempt {

    private static final Logger logger = LoggerFactory.getLogger(HeldJob.class);
    private static final Duration RETRY = Duration.ofMillis(250);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

    private final JobRow row;
    private final Lease lease;
    private final HeldParts parts;
    private final JobLog log;
    private volatile int number;
    private volatile boolean aborted;
    private volatile boolean letGo;
    private volatile @Nullable Execution execution;

    public HeldJob(JobRow row, Lease lease, HeldParts parts) {
        this.row = row;
        this.lease = lease;
        this.parts = parts;
        this.log = parts.logs().open(row.id(), row.fence());
        this.number = row.attempt();
        this.aborted = isToStop(row.job());
    }

    /** Records how the attempt ended; nothing if the job has not ended with it. */
    public Optional<Ended> end(Outcome outcome) throws InterruptedException {
        return new HeldJobEnd(row, parts.store(), log).record(outcome);
    }

    /** Removes what is left of a job that has ended with this attempt. */
    public void cleanUp() {
        boolean stored = log.flush();
        parts.runner().dispose(row.id());
        if (stored && row.fence() > 1) {
            log.removeEarlier();
        }
    }

    /** Has the job run, to the end of this attempt. */
    public Outcome run() throws InterruptedException {
        Optional<Execution> attached = parts.runner().attach(this);
        if (attached.isPresent()) {
            return follow(attached.get());
        }
        return isTold() ? new Outcome.Stopped() : launch();
    }

    private Outcome launch() throws InterruptedException {
        if (row.launched() && row.lost() + 1 >= parts.attempts()) {
            return new Outcome.Lost("%s failed: its worker was lost %d times"
                    .formatted(row.job().kind(), row.lost() + 1));
        }
        Plan plan;
        try {
            plan = plan(parts.type());
        } catch (RuntimeException unreadable) {
            logger.atError().addKeyValue("jobId", row.id()).setCause(unreadable).log("A job has no plan");
            return new Outcome.Failed(
                    "%s failed: its specification cannot be read"
                            .formatted(row.job().kind()),
                    null);
        }
        return counted() ? launch(plan) : new Outcome.Stopped();
    }

    private <S> Plan plan(JobType<S> type) {
        return type.plan(type.read(row.spec()));
    }

    private boolean counted() throws InterruptedException {
        while (!isTold() && lease.isHeld()) {
            try {
                Optional<JobRow> launched = parts.store().launch(row);
                launched.ifPresent(now -> number = now.attempt());
                if (launched.isPresent() && number > 1) {
                    log.line("[attempt %d: the worker of the one before was %s]"
                            .formatted(number, row.launched() ? "lost" : "stopped"));
                }
                return launched.isPresent();
            } catch (DataAccessException | TransactionException away) {
                Thread.sleep(RETRY);
            }
        }
        return false;
    }

    private Outcome launch(Plan plan) throws InterruptedException {
        return switch (plan) {
            case Plan.Tools tools -> follow(parts.runner().launch(this, tools));
            case Plan.InWorker task -> {
                Outcome outcome = follow(parts.tasks().launch(this, task));
                Plan.Tools otherwise = task.otherwise();
                yield outcome instanceof Outcome.NeedsTools && otherwise != null ? launchInstead(otherwise) : outcome;
            }
        };
    }

    private Outcome launchInstead(Plan.Tools tools) throws InterruptedException {
        return isTold() ? new Outcome.Stopped() : follow(parts.runner().launch(this, tools));
    }

    /** What nobody sees to its end any more is let go. */
    private Outcome follow(Execution running) throws InterruptedException {
        execution = running;
        pass(running);
        boolean ended = false;
        try {
            Outcome outcome = outcome(running);
            ended = true;
            // Broken off, work fails in many ways: they all mean that it was stopped.
            return isTold() && outcome instanceof Outcome.Failed ? new Outcome.Stopped() : outcome;
        } finally {
            execution = null;
            if (!ended) {
                running.detach();
            }
        }
    }

    private Outcome outcome(Execution running) throws InterruptedException {
        long look = Math.min(lease.renewalPeriod().toMillis(), LONGEST_LOOK.toMillis());
        while (true) {
            try {
                return running.outcome().get(look, TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillRunning) {
                if (!lease.isHeld()) {
                    letGo();
                }
                log.tick();
            } catch (ExecutionException broken) {
                return new Outcome.Failed("internal error of the worker", null);
            }
        }
    }

    /** The lease was renewed, by a request that was sent at this instant. */
    void renewed(long sentAt, JobRecord present) {
        lease.renewed(sentAt);
        if (isToStop(present)) {
            abort();
        }
    }

    /** The attempt is no longer the job's. */
    void lost() {
        lease.lost();
        letGo();
    }

    /** Has the attempt end: the job was cancelled or is past its deadline. */
    public void abort() {
        aborted = true;
        passOn();
    }

    /** Has the attempt end here: what can outlive this worker goes on. */
    public void letGo() {
        letGo = true;
        passOn();
    }

    private void passOn() {
        Execution running = execution;
        if (running != null) {
            pass(running);
        }
    }

    private void pass(Execution running) {
        if (aborted) {
            running.abort();
        }
        if (letGo) {
            running.detach();
        }
    }

    private boolean isTold() {
        return aborted || letGo;
    }

    private static boolean isToStop(JobRecord job) {
        return switch (job.state()) {
            case CANCELLING, TIMING_OUT, SUCCEEDED, FAILED -> true;
            case SUBMITTED, WAITING, QUEUED, RUNNING, PUSHING -> false;
        };
    }

    public JobRow row() {
        return row;
    }

    @Override
    public void requireLease() {
        if (isTold() || !lease.isHeld()) {
            throw new LeaseLostException("job %s is no longer ours to run".formatted(row.id()));
        }
    }

    @Override
    public void pushing() {
        while (true) {
            requireLease();
            long sentAt = lease.now();
            try {
                if (parts.store().push(row, parts.lease()).isEmpty()) {
                    throw new LeaseLostException("job %s was told to stop".formatted(row.id()));
                }
                lease.renewed(sentAt);
                requireLease();
                return;
            } catch (DataAccessException | TransactionException away) {
                // A database that restarts is back before the lease is over.
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    @Override
    public String jobId() {
        return row.id();
    }

    @Override
    public int number() {
        return number;
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
