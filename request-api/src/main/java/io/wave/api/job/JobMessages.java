package io.wave.api.job;

import io.wave.image.ImageReference;
import io.wave.job.JobId;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.messaging.outbox.EventTypes;
import io.wave.messaging.outbox.OutboxMessage;
import io.wave.messaging.projection.Projection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The messages that request-api sends about a job of any kind. */
public final class JobMessages {

    private JobMessages() {}

    /** The initial state of a job. */
    public static JobRecord submitted(
            JobId id, ImageReference target, long generation, Instant requestedAt, Instant deadline) {
        return submitted(id, target.toString(), generation, requestedAt, deadline);
    }

    /** The same for a target that is not an image. */
    public static JobRecord submitted(JobId id, String target, long generation, Instant requestedAt, Instant deadline) {
        return new JobRecord(
                id.kind(),
                id.text(),
                target,
                generation,
                0,
                JobState.SUBMITTED,
                null,
                null,
                null,
                requestedAt,
                null,
                null,
                deadline,
                null,
                null);
    }

    /** The start command of a job, which also writes its record to Redis. */
    public static OutboxMessage start(JobRecord job, Object command) {
        return message(job, command, new Projection.OfJob(job));
    }

    /** The cancel command of a job, ordered after its start commands. */
    public static OutboxMessage cancel(JobRecord job, Object command) {
        return message(job, command, null);
    }

    private static OutboxMessage message(JobRecord job, Object command, @Nullable Projection projection) {
        return new OutboxMessage(
                Topics.commands(job.kind()),
                job.target(),
                EventTypes.command(job.kind()),
                job.id(),
                command,
                projection);
    }
}
