package io.wave.job.engine;

import io.wave.job.JobKind;
import io.wave.job.JobState;
import io.wave.messaging.Outbox;
import io.wave.messaging.OutboxMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionOperations;

/** Changes of jobs, each in one transaction with the event that tells of it. */
final class JobStore {

    private final JobTable table;
    private final Outbox outbox;
    private final TransactionOperations transaction;

    JobStore(JobTable table, Outbox outbox, TransactionOperations transaction) {
        this.table = table;
        this.outbox = outbox;
        this.transaction = transaction;
    }

    /** Accepts a job: queued, or waiting for the live one of its target. A known one tells its present state again. */
    JobRow accept(JobSubmission job) {
        return transaction.execute(_ -> tell(table.insert(job, JobState.QUEUED)
                .or(() -> table.find(job.kind(), job.id()))
                .or(() -> table.insert(job, JobState.WAITING))
                .or(() -> table.find(job.kind(), job.id()))
                .orElseThrow(() -> new IllegalStateException("job " + job.id() + " is of another kind"))));
    }

    /** Records a job that failed before it could be accepted; one that was accepted is left alone. */
    void reject(JobSubmission job, String failure) {
        transaction.executeWithoutResult(_ -> table.insertFailed(job, failure)
                .or(() -> table.find(job.kind(), job.id()))
                .ifPresent(this::tell));
    }

    /** Ends a job that does not run yet, or tells its holder to stop. */
    void cancel(JobKind kind, String id) {
        transaction.executeWithoutResult(_ -> table.change(id, new Change.Refuse(kind + " was cancelled"))
                .or(() -> table.change(id, new Change.Cancel()))
                .ifPresent(this::tell));
    }

    List<JobRow> claim(JobKind kind, String holder, Duration lease, int attempts, int limit) {
        return transaction.execute(_ -> tell(table.claim(kind, holder, lease, attempts, limit)));
    }

    Optional<JobRow> renew(JobRow row, Duration lease) {
        return table.renew(row.id(), row.fence(), lease);
    }

    /** Renews the lease and records that the result is on its way. */
    Optional<JobRow> push(JobRow row, Duration lease) {
        return transaction.execute(_ -> table.renew(row.id(), row.fence(), lease)
                .flatMap(_ -> table.change(row.id(), row.fence(), new Change.Push()))
                .map(this::tell));
    }

    /** Ends a job and lets the next one of its target into the queue; empty if the attempt is no longer the job's. */
    Optional<JobRow> end(JobRow row, Change.End end) {
        return transaction.execute(_ -> {
            Optional<JobRow> ended = table.change(row.id(), row.fence(), end).map(this::tell);
            if (ended.isPresent()) {
                tell(table.promote(row.job().kind()));
            }
            return ended;
        });
    }

    Optional<JobRow> find(JobRow row) {
        return table.find(row.job().kind(), row.id());
    }

    void release(JobRow row) {
        table.release(row.id(), row.fence());
    }

    /** What no holder does: deadlines, jobs lost too often, waiting jobs whose turn has come. */
    void sweep(JobKind kind, int attempts) {
        transaction.executeWithoutResult(_ -> {
            tell(table.timeOut(kind));
            tell(table.refuseLate(kind, kind.notStartedInTime()));
            tell(table.failLost(kind, attempts, "%s failed: its worker was lost %d times".formatted(kind, attempts)));
            tell(table.promote(kind));
        });
    }

    private List<JobRow> tell(List<JobRow> rows) {
        rows.forEach(this::tell);
        return rows;
    }

    private JobRow tell(JobRow row) {
        outbox.append(OutboxMessage.event(row.job()));
        return row;
    }
}
