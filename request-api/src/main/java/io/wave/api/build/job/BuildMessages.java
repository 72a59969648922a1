package io.wave.api.build.job;

import io.wave.build.BuildCommand;
import io.wave.build.BuildId;
import io.wave.build.BuildSpec;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.messaging.outbox.EventTypes;
import io.wave.messaging.outbox.OutboxMessage;
import io.wave.messaging.projection.Projection;
import java.time.Duration;
import java.time.Instant;

/** The messages that request-api sends about a build. */
public final class BuildMessages {

    private BuildMessages() {}

    /** The initial state of a build. */
    public static JobRecord submitted(BuildSpec spec) {
        Instant now = spec.requestedAt();
        Duration step = spec.queueTimeout().plus(spec.runTimeout());
        return new JobRecord(
                JobKind.BUILD,
                spec.id().toString(),
                spec.target().toString(),
                spec.generation(),
                0,
                JobState.SUBMITTED,
                null,
                null,
                null,
                now,
                null,
                null,
                // An index first waits for the builds of its images.
                now.plus(spec.index() == null ? step : step.multipliedBy(2)),
                null,
                null);
    }

    /** The cancel command, ordered after all start commands of the build. */
    public static OutboxMessage cancel(JobRecord job) {
        return new OutboxMessage(
                Topics.BUILD_COMMANDS,
                job.target(),
                EventTypes.command(JobKind.BUILD),
                job.id(),
                new BuildCommand.Cancel(BuildId.parse(job.id())),
                null);
    }

    /** The start command. */
    public static OutboxMessage command(JobRecord job, BuildSpec spec) {
        return new OutboxMessage(
                Topics.BUILD_COMMANDS,
                job.target(),
                EventTypes.command(JobKind.BUILD),
                job.id(),
                new BuildCommand.Start(spec),
                new Projection.OfJob(job));
    }
}
