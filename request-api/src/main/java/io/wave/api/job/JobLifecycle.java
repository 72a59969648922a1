package io.wave.api.job;

import io.wave.job.JobRecord;
import io.wave.messaging.outbox.Outbox;
import io.wave.messaging.outbox.OutboxMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The state changes of the jobs of one kind, from the start command to the end. A final state is applied once, under the lock
 * of the row. Lost commands are sent again. Jobs that no worker accepts by their deadline fail, as do accepted jobs whose end no
 * worker reports, such as after the loss of all workers. A cancel command is ordered after the start commands; a worker that
 * reads a start command after the deadline does not run it.
 */
public final class JobLifecycle<E extends JobRow> {

    private static final Logger LOG = LoggerFactory.getLogger(JobLifecycle.class);

    /** Much longer than a worker needs to take over and end a job of a lost worker. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    private final JobRows<E> rows;
    private final JobRowTable table;
    private final JobPolicy<E> policy;
    private final JobStatusCache statusCache;
    private final Outbox outbox;
    private final JobEnds ends;
    private final TransactionTemplate transaction;
    private final Clock clock;

    public JobLifecycle(
            JobRows<E> rows,
            JobRowTable table,
            JobPolicy<E> policy,
            JobStatusCache statusCache,
            Outbox outbox,
            JobEnds ends,
            TransactionTemplate transaction,
            Clock clock) {
        this.rows = rows;
        this.table = table;
        this.policy = policy;
        this.statusCache = statusCache;
        this.outbox = outbox;
        this.ends = ends;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Applies a newer state of a job; returns false if it is outdated or already known. */
    public boolean apply(JobRecord update) {
        return inTransaction(() -> {
            boolean applied = rows.findAndLock(update.id())
                    .map(row -> row.apply(update, clock.instant()))
                    .orElse(false);
            if (applied && update.isFinal()) {
                policy.ended(update.id());
                ends.ended(update);
            }
            return applied;
        });
    }

    /** Applies an event, and repairs the record in Redis. */
    public void onEvent(JobRecord job) {
        if (apply(job) && job.isFinal()) {
            LOG.atInfo()
                    .addKeyValue("jobId", job.id())
                    .addKeyValue("state", job.state())
                    .log("A {} has ended", job.kind());
        }
        statusCache.restore(job);
    }

    /** The state from Redis if it is newer than this one of the table. */
    public JobRecord newest(JobRecord job) {
        return job.isFinal() ? job : statusCache.newerThan(job).orElse(job);
    }

    /** The job as stored in the table, which is also written to Redis again. */
    public Optional<JobRecord> restore(String id) {
        Optional<JobRecord> job = rows.findById(id).map(JobRow::job);
        job.ifPresent(statusCache::restore);
        return job;
    }

    /**
     * Cancels a job: at once if no worker has accepted it, otherwise by a command to its worker.
     *
     * @return false if it has ended
     */
    public boolean cancel(String id) {
        return inTransaction(() -> {
            Optional<E> live = rows.findAndLock(id).filter(JobRow::isLive);
            live.ifPresent(row -> {
                if (row.isUnaccepted()) {
                    end(row, "%s was cancelled".formatted(policy.kind()));
                } else {
                    outbox.append(policy.cancel(row.job()));
                }
            });
            return live.isPresent();
        });
    }

    /** A single run of what has to be done from time to time. */
    void sweep() {
        overdue().forEach(job -> end(job, this::end, "accepted"));
        abandoned().forEach(job -> end(job, this::failAbandoned, "completed"));
        int count = resendCommands();
        if (count > 0) {
            LOG.atInfo()
                    .addKeyValue("kind", policy.kind())
                    .addKeyValue("count", count)
                    .log("Start commands were sent again");
        }
    }

    private void end(JobRecord job, Predicate<String> failure, String missed) {
        Optional<JobRecord> newer = statusCache.newerThan(job);
        if (newer.isPresent()) {
            apply(newer.get());
        } else if (failure.test(job.id())) {
            LOG.atWarn()
                    .addKeyValue("jobId", job.id())
                    .log("A {} was not {} in time and is marked as failed", job.kind(), missed);
        }
    }

    /** Unaccepted jobs past their deadline, with a delay for events that were sent shortly before it. */
    public List<JobRecord> overdue() {
        Instant latest = clock.instant().minus(policy.commandTimeout());
        return table.unaccepted(latest).stream()
                .flatMap(id -> rows.findById(id).stream())
                .filter(row -> policy.acceptableUntil(row).isBefore(latest))
                .map(JobRow::job)
                .toList();
    }

    /** Accepted jobs whose deadline passed long ago and that have not ended. */
    public List<JobRecord> abandoned() {
        return table.abandoned(abandonedBefore()).stream()
                .flatMap(id -> rows.findById(id).stream())
                .map(JobRow::job)
                .toList();
    }

    private Instant abandonedBefore() {
        return clock.instant().minus(ABANDONED_AFTER);
    }

    /** Fails a job, unless it has ended or was accepted in the meantime. */
    public boolean end(String id) {
        return fail(id, JobRow::isUnaccepted, policy.kind().notStartedInTime());
    }

    /** Fails an accepted job, unless its end or a later deadline was reported in the meantime. */
    public boolean failAbandoned(String id) {
        Instant before = abandonedBefore();
        return fail(id, row -> row.isAbandoned(before), policy.kind().abandoned());
    }

    private boolean fail(String id, Predicate<JobRow> condition, String reason) {
        return inTransaction(() -> {
            Optional<E> failed = rows.findAndLock(id).filter(condition);
            failed.ifPresent(row -> end(row, reason));
            return failed.isPresent();
        });
    }

    private void end(E row, String reason) {
        row.fail(reason, null, clock.instant());
        outbox.append(OutboxMessage.event(row.job()));
        outbox.append(policy.cancel(row.job()));
        policy.ended(row.job().id());
        ends.ended(row.job());
    }

    /** Sends the commands of jobs again that no worker has accepted in time or that should have ended. */
    int resendCommands() {
        return inTransaction(() -> {
            Instant now = clock.instant();
            List<String> unanswered = table.lockUnanswered(now.minus(policy.commandTimeout()));
            unanswered.forEach(id -> rows.findAndLock(id).ifPresent(row -> {
                row.commandSent(now);
                outbox.append(policy.start(row));
            }));
            return unanswered.size();
        });
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(_ -> work.get()));
    }
}
