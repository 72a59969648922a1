package io.wave.api.job;

import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.messaging.outbox.OutboxMessage;
import java.time.Duration;
import java.time.Instant;

/** What differs between kinds of jobs in their {@link JobLifecycle}. */
public interface JobPolicy<E extends JobRow> {

    JobKind kind();

    /** How long to wait for a worker to accept a job before the start command is sent again. */
    Duration commandTimeout();

    /** When the acceptance of the job by a worker is due. */
    Instant acceptableUntil(E row);

    /** The start command. */
    OutboxMessage start(E row);

    /** The cancel command, ordered after all start commands of the job. */
    OutboxMessage cancel(JobRecord job);

    /** A final state was applied, in the same transaction. */
    default void ended(String id) {}
}
