package io.wave.api.build;

import io.wave.api.job.JobMessages;
import io.wave.build.BuildCommand;
import io.wave.build.BuildId;
import io.wave.build.BuildSpec;
import io.wave.job.JobRecord;
import io.wave.messaging.outbox.OutboxMessage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The messages that request-api sends about a build. */
final class BuildMessages {

    private BuildMessages() {}

    /** The initial state of a build. */
    static JobRecord submitted(BuildSpec spec) {
        Instant now = spec.requestedAt();
        Duration step = spec.queueTimeout().plus(spec.runTimeout());
        // An index first waits for the builds of its images.
        Instant deadline = now.plus(spec.index() == null ? step : step.multipliedBy(2));
        return JobMessages.submitted(spec.id().job(), spec.target(), spec.generation(), now, deadline);
    }

    static OutboxMessage cancel(JobRecord job) {
        return JobMessages.cancel(job, new BuildCommand.Cancel(BuildId.parse(job.id())));
    }

    static OutboxMessage command(JobRecord job, BuildSpec spec, @Nullable String logins) {
        return JobMessages.start(job, new BuildCommand.Start(spec, logins));
    }
}
