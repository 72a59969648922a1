package io.wave.job.engine.attempt;

import io.wave.job.JobKind;
import io.wave.job.JobProfile;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
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
import java.util.Map;
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

/** A claimed job: runs one attempt and reports its outcome, while {@link LeaseRenewer} renews the lease. */
public final class JobAttempt implements Attempt {

    private static final Logger logger = LoggerFactory.getLogger(JobAttempt.class);
    private static final Duration RETRY = Duration.ofMillis(250);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(1);

    private final JobRow row;
    private final Lease lease;
    private final AttemptContext context;
    private final JobLog log;
    /** The job as of its last launch. */
    private volatile JobRow launched;

    /** Whether the work waits in the queue of its runner, and when this was last recorded. */
    private volatile boolean queued;

    private volatile long queuedAt;
    private volatile boolean aborted;
    private volatile boolean detached;
    private volatile boolean recording;
    private volatile boolean broken;
    private volatile @Nullable Execution execution;
    /** Whether the registry credentials that the job brings along are ready, if there are any. */
    private volatile boolean loginsReady;
    /** Of the span in which the attempt runs. */
    private volatile Map<String, String> variables = Map.of();

    /** Read with the plan, before there is an execution. */
    private volatile Optional<JobProfile> profile = Optional.empty();

    public JobAttempt(JobRow row, Lease lease, AttemptContext context) {
        this.row = row;
        this.lease = lease;
        this.context = context;
        this.log = context.logs().open(row.id(), row.fence());
        this.launched = row;
        this.queued = row.job().state() == JobState.QUEUED;
        this.queuedAt = longAgo();
        this.aborted = requiresStop(row.job());
    }

    /** Records the outcome of the attempt; empty if it did not end the job. */
    public Optional<EndedJob> end(Outcome outcome) throws InterruptedException {
        recording = true;
        return new OutcomeRecorder(row, context.store(), log, broken).record(outcome);
    }

    /** Whether the work has ended and its outcome is being recorded. */
    public boolean isRecording() {
        return recording;
    }

    /** Whether the work waits in the queue of its runner. */
    public boolean isQueued() {
        return queued;
    }

    /** Disposes of the resources of a job that this attempt has ended. */
    public void cleanUp() {
        boolean stored = log.flush();
        context.runner().dispose(row.id());
        if (stored && row.fence() > 1) {
            log.removeEarlier();
        }
    }

    /** Runs the attempt to its end: attaches to what an earlier attempt left running, or launches the job. */
    public Outcome run() throws InterruptedException {
        variables = context.traces().variables();
        loginsReady = openLogins();
        try {
            Outcome outcome = run(plan());
            return outcome instanceof Outcome.Failed(var reason, var exitCode)
                    ? new Outcome.Failed(explained(reason), exitCode)
                    : outcome;
        } finally {
            context.logins().close(key());
        }
    }

    private String explained(String failure) {
        return row.logins() == null ? failure : context.logins().explain(row.tenant(), failure);
    }

    private Outcome run(Optional<Plan> plan) throws InterruptedException {
        Optional<Execution> attached = context.runner().attach(this, plan.flatMap(Plan::tools));
        if (attached.isPresent()) {
            return again(plan, follow(attached.get()));
        }
        return stopRequested() ? new Outcome.Stopped() : again(plan, launch(plan));
    }

    /** What was disrupted is launched again, in the same log. */
    private Outcome again(Optional<Plan> plan, Outcome first) throws InterruptedException {
        Outcome outcome = first;
        while (outcome instanceof Outcome.Disrupted(var reason)) {
            if (launched.lost() + 1 >= context.attempts() || plan.isEmpty()) {
                return new Outcome.Lost(
                        "%s failed: %s; it was launched %d times".formatted(kind(), reason, launched.attempt()));
            }
            outcome = countLaunch("the previous attempt was lost: " + reason)
                    ? launch(plan.get())
                    : new Outcome.Stopped();
        }
        return outcome;
    }

    private Outcome launch(Optional<Plan> plan) throws InterruptedException {
        if (row.launched() && row.lost() + 1 >= context.attempts()) {
            return new Outcome.Lost("%s failed: its worker was lost %d times"
                    .formatted(row.job().kind(), row.lost() + 1));
        }
        if (plan.isEmpty()) {
            return new Outcome.Failed("%s failed: the job specification cannot be read".formatted(kind()), null);
        }
        if (!loginsReady) {
            return new Outcome.Failed(
                    "%s failed: the registry credentials of its user cannot be decrypted, since the root key was replaced after the request; request it again"
                            .formatted(kind()),
                    null);
        }
        String end = "the worker of the previous attempt was " + (row.launched() ? "lost" : "stopped");
        return countLaunch(end) ? launch(plan.get()) : new Outcome.Stopped();
    }

    private boolean openLogins() {
        String sealed = row.logins();
        return sealed == null
                || context.logins().open(key(), row.tenant(), sealed, row.job().submittedAt());
    }

    /** Another one than that of an earlier attempt, which may end later. */
    private String key() {
        return row.id() + "#" + row.fence();
    }

    /** Empty if the specification cannot be read. */
    private Optional<Plan> plan() {
        try {
            return Optional.of(plan(context.type()));
        } catch (RuntimeException unreadable) {
            logger.atError()
                    .addKeyValue("jobId", row.id())
                    .setCause(unreadable)
                    .log("Job specification cannot be read");
            return Optional.empty();
        }
    }

    private <S> Plan plan(JobType<S> type) {
        S spec = type.read(row.spec());
        profile = type.profile(spec);
        return type.plan(spec);
    }

    /** @param previous how the previous attempt ended */
    private boolean countLaunch(String previous) throws InterruptedException {
        while (!stopRequested() && lease.isHeld()) {
            try {
                Optional<JobRow> counted = context.store().launch(launched);
                counted.ifPresent(now -> launched(now, previous));
                return counted.isPresent();
            } catch (DataAccessException | TransactionException unavailable) {
                Thread.sleep(RETRY);
            }
        }
        return false;
    }

    private void launched(JobRow now, String previous) {
        launched = now;
        queued = false;
        if (number() > 1) {
            log.line("[attempt %d: %s]".formatted(number(), previous));
        }
    }

    private Outcome launch(Plan plan) throws InterruptedException {
        return switch (plan) {
            case Plan.Tools tools -> follow(context.runner().launch(this, tools));
            case Plan.InWorker task -> {
                Outcome outcome = follow(context.tasks().launch(this, task));
                Plan.Tools otherwise = task.otherwise();
                yield outcome instanceof Outcome.NeedsTools && otherwise != null ? launchInstead(otherwise) : outcome;
            }
        };
    }

    private Outcome launchInstead(Plan.Tools tools) throws InterruptedException {
        return stopRequested() ? new Outcome.Stopped() : follow(context.runner().launch(this, tools));
    }

    /** Waits for the outcome; an execution that is no longer followed is detached. */
    private Outcome follow(Execution running) throws InterruptedException {
        execution = running;
        propagate(running);
        boolean ended = false;
        try {
            Outcome outcome = outcome(running);
            ended = true;
            // For example, heartbeats came too late: without a request to stop, the attempt counts as lost.
            broken = outcome instanceof Outcome.Stopped && !stopRequested() && lease.isHeld();
            // Interrupted work fails in many ways: all of them mean that it was stopped.
            boolean ofStop = outcome instanceof Outcome.Failed || outcome instanceof Outcome.Disrupted;
            return stopRequested() && ofStop ? new Outcome.Stopped() : outcome;
        } finally {
            execution = null;
            if (!ended) {
                running.detach();
            }
        }
    }

    private Outcome outcome(Execution running) throws InterruptedException {
        long poll = Math.min(lease.renewalPeriod().toMillis(), LONGEST_POLL.toMillis());
        while (true) {
            try {
                return running.outcome().get(poll, TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillRunning) {
                if (!lease.isHeld()) {
                    detach();
                }
                log.tick();
            } catch (ExecutionException broken) {
                return new Outcome.Failed("internal error: the runner failed", null);
            }
        }
    }

    /** The lease was renewed by a request sent at this instant; the state of the job may ask for a stop. */
    void renewed(long sentAt, JobRecord present) {
        lease.renewed(sentAt);
        if (requiresStop(present)) {
            abort();
        }
    }

    /** The job was claimed by another attempt. */
    void lost() {
        lease.lost();
        detach();
    }

    /** Stops the work: the job was cancelled or is past its deadline. */
    public void abort() {
        aborted = true;
        propagate();
    }

    /** Ends the attempt on this worker: work that can outlive the worker continues. */
    public void detach() {
        detached = true;
        propagate();
    }

    private void propagate() {
        Execution running = execution;
        if (running != null) {
            propagate(running);
        }
    }

    private void propagate(Execution running) {
        if (aborted) {
            running.abort();
        }
        if (detached) {
            running.detach();
        }
    }

    private boolean stopRequested() {
        return aborted || detached;
    }

    @Override
    public boolean queued() {
        requireLease();
        queued = true;
        long period = Math.min(lease.renewalPeriod().toNanos(), row.runTimeout().toNanos() / 2);
        if (lease.now() - queuedAt < period) {
            return true;
        }
        queuedAt = lease.now();
        try {
            return context.store().queued(row);
        } catch (DataAccessException | TransactionException unavailable) {
            return true;
        }
    }

    @Override
    public void dequeued() {
        if (!queued) {
            return;
        }
        try {
            context.store().dequeued(row);
            queued = false;
            queuedAt = longAgo();
        } catch (DataAccessException | TransactionException unavailable) {
            // The runner reports it again.
        }
    }

    /** Longer ago than the period in which a queue is recorded. */
    private long longAgo() {
        return lease.now() - row.runTimeout().toNanos();
    }

    private static boolean requiresStop(JobRecord job) {
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
        if (stopRequested() || !lease.isHeld()) {
            throw new LeaseLostException("job %s: the lease is lost or a stop was requested".formatted(row.id()));
        }
    }

    @Override
    public void beginPush() {
        while (true) {
            requireLease();
            long sentAt = lease.now();
            try {
                if (context.store().push(row, context.lease()).isEmpty()) {
                    throw new LeaseLostException("job %s: a stop was requested".formatted(row.id()));
                }
                lease.renewed(sentAt);
                requireLease();
                return;
            } catch (DataAccessException | TransactionException unavailable) {
                // A restarted database is back before the lease ends.
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    @Override
    public String jobId() {
        return row.id();
    }

    @Override
    public JobKind kind() {
        return row.job().kind();
    }

    @Override
    public Duration runTimeout() {
        return row.runTimeout();
    }

    @Override
    public int number() {
        return launched.attempt();
    }

    @Override
    public String spec() {
        return row.spec();
    }

    @Override
    public Optional<JobProfile> profile() {
        return profile;
    }

    @Override
    public Map<String, String> variables() {
        return variables;
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
