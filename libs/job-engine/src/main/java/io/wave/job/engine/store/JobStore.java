package io.wave.job.engine.store;

import io.wave.job.JobKind;
import io.wave.job.JobState;
import io.wave.job.StorableText;
import io.wave.messaging.outbox.Outbox;
import io.wave.messaging.outbox.OutboxMessage;
import io.wave.tracing.Traces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;

/** Changes jobs, each change in one transaction with its event. */
public final class JobStore {

    private final JobTable table;
    private final Outbox outbox;
    private final TransactionOperations transaction;
    private final Traces traces;

    public JobStore(JobTable table, Outbox outbox, TransactionOperations transaction, Traces traces) {
        this.table = table;
        this.outbox = outbox;
        this.transaction = transaction;
        this.traces = traces;
    }

    /**
     * Accepts a job: queued, or waiting for the live job of its target. For a known job, publishes its current state
     * again.
     */
    public JobRow accept(JobSubmission job) {
        @Nullable String trace = traces.parent().orElse(null);
        return transaction.execute(_ -> appendEvent(table.insert(job, JobState.QUEUED, trace)
                .or(() -> table.find(job.kind(), job.id()))
                .or(() -> table.insert(job, JobState.WAITING, trace))
                .or(() -> table.find(job.kind(), job.id()))
                .orElseThrow(() -> new IllegalStateException("job " + job.id() + " is of another kind"))));
    }

    /** Records a job that failed before it was accepted; empty if it was accepted before, then it is not changed. */
    public Optional<JobRow> reject(JobSubmission job, String failure) {
        @Nullable String trace = traces.parent().orElse(null);
        return transaction.execute(_ -> {
            Optional<JobRow> rejected = table.insertFailed(job, StorableText.of(failure), trace);
            rejected.or(() -> table.find(job.kind(), job.id())).ifPresent(this::appendEvent);
            return rejected;
        });
    }

    /** Ends a job that has not started, or requests the stop of a running one. */
    public Optional<JobRow> cancel(JobKind kind, String id) {
        return transaction.execute(_ -> {
            Optional<JobRow> changed = table.change(id, new StateChange.FailUnstarted(kind + " was cancelled"))
                    .or(() -> table.change(id, new StateChange.Cancel()));
            changed.ifPresent(this::appendEvent);
            return changed;
        });
    }

    /**
     * Claims jobs for this holder, except for those with these ids: first running ones whose lease has expired, then queued ones as
     * far as the limits allow.
     */
    public List<JobRow> claim(
            JobKind kind, String holder, Duration lease, int limit, Collection<String> except, RunningLimits limits) {
        return transaction.execute(_ -> {
            List<JobRow> claimed = new ArrayList<>(table.claimExpired(kind, holder, lease, limit, except));
            claimed.addAll(table.claimQueued(kind, holder, lease, limit - claimed.size(), except, limits));
            return appendEvents(claimed);
        });
    }

    public List<JobRow> claimStopping(JobKind kind, String holder, Duration lease, int limit) {
        return transaction.execute(_ -> appendEvents(table.claimStopping(kind, holder, lease, limit)));
    }

    /**
     * Counts a launch. Repeated calls count it once. From the second launch on, the run deadline is extended and an
     * event is published.
     */
    public Optional<JobRow> launch(JobRow row) {
        return transaction.execute(_ -> {
            Optional<JobRow> launched = table.launch(row.id(), row.fence(), row.attempt());
            launched.filter(now -> now.attempt() > 1).ifPresent(this::appendEvent);
            return launched.or(() -> find(row).filter(now -> isLaunched(row, now)));
        });
    }

    /** The response of the database may be lost after the launch was counted. */
    private static boolean isLaunched(JobRow row, JobRow now) {
        return now.job().state() == JobState.RUNNING
                && now.fence() == row.fence()
                && now.attempt() == row.attempt() + 1;
    }

    public List<JobTable.Renewed> renew(Collection<JobRow> attempts, Duration lease) {
        return table.renew(attempts, lease);
    }

    /**
     * Records that a launched job waits in the queue of its runner: it is queued, and this is queue time.
     *
     * @return whether the queue deadline of the job is not over
     */
    public boolean queued(JobRow row) {
        return transaction.execute(_ -> {
            table.queue(row.id(), row.fence()).ifPresent(this::appendEvent);
            return table.keepQueued(row.id(), row.fence());
        });
    }

    /** Records that a job has left the queue of its runner: it runs from now on. */
    public void dequeued(JobRow row) {
        transaction.executeWithoutResult(
                _ -> table.dequeue(row.id(), row.fence()).ifPresent(this::appendEvent));
    }

    /** Renews the lease and records that the push begins. */
    public Optional<JobRow> push(JobRow row, Duration lease) {
        return transaction.execute(_ -> table.renew(List.of(row), lease).stream()
                .findFirst()
                .flatMap(_ -> table.change(row.id(), row.fence(), new StateChange.Push()))
                .map(this::appendEvent));
    }

    /** Ends a job and queues the next one of its target; empty if the job was claimed by another attempt. */
    public Optional<JobRow> end(JobRow row, StateChange.End end) {
        return transaction.execute(_ -> {
            Optional<JobRow> ended = table.change(row.id(), row.fence(), end).map(this::appendEvent);
            if (ended.isPresent()) {
                appendEvents(table.promoteNext(row));
            }
            return ended;
        });
    }

    public Optional<JobRow> find(JobRow row) {
        return table.find(row.job().kind(), row.id());
    }

    public void release(JobRow row, boolean running) {
        table.release(row.id(), row.fence(), running);
    }

    /**
     * Enforces deadlines and queues waiting jobs whose turn has come.
     *
     * @return the jobs that ended because they were not started in time
     */
    public List<JobRow> sweep(JobKind kind) {
        transaction.executeWithoutResult(_ -> appendEvents(table.timeOut(kind)));
        List<JobRow> expired =
                transaction.execute(_ -> appendEvents(table.expireQueued(kind, kind.notStartedInTime())));
        promote(kind);
        return expired;
    }

    private void promote(JobKind kind) {
        try {
            transaction.executeWithoutResult(_ -> appendEvents(table.promote(kind)));
        } catch (DuplicateKeyException accepted) {
            // A job of one of the targets was accepted at the same time: the next pass sees it.
        }
    }

    private List<JobRow> appendEvents(List<JobRow> rows) {
        rows.forEach(this::appendEvent);
        return rows;
    }

    private JobRow appendEvent(JobRow row) {
        outbox.append(OutboxMessage.event(row.job()), row.trace());
        return row;
    }
}
