package io.wave.api.mirror;

import io.wave.api.job.JobMessages;
import io.wave.job.JobId;
import io.wave.job.JobRecord;
import io.wave.messaging.outbox.OutboxMessage;
import io.wave.mirror.MirrorCommand;
import io.wave.mirror.MirrorSpec;
import org.jspecify.annotations.Nullable;

/** The messages that request-api sends about a mirror. */
final class MirrorMessages {

    private MirrorMessages() {}

    /** The initial state of a mirror. */
    static JobRecord submitted(MirrorSpec spec) {
        return JobMessages.submitted(
                spec.id(),
                spec.work().jobTarget(),
                spec.generation(),
                spec.requestedAt(),
                spec.requestedAt().plus(spec.queueTimeout()).plus(spec.work().runTimeout()));
    }

    static OutboxMessage start(JobRecord job, MirrorSpec spec, @Nullable String logins) {
        return JobMessages.start(job, new MirrorCommand.Start(spec, logins));
    }

    static OutboxMessage cancel(JobRecord job) {
        return JobMessages.cancel(job, new MirrorCommand.Cancel(JobId.parse(job.id())));
    }
}
