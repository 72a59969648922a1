package io.wave.api.scan;

import io.wave.api.job.JobMessages;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.messaging.outbox.OutboxMessage;
import io.wave.scan.ScanCommand;
import io.wave.scan.ScanId;
import io.wave.scan.ScanSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The messages that request-api sends about a scan. */
final class ScanMessages {

    private ScanMessages() {}

    /** The initial state of a scan. */
    static JobRecord submitted(ScanId id, String target, long generation, Instant requestedAt, Instant deadline) {
        return JobMessages.submitted(new JobId(JobKind.SCAN, id.toString()), target, generation, requestedAt, deadline);
    }

    static OutboxMessage start(JobRecord job, ScanSpec spec, @Nullable String logins) {
        return JobMessages.start(job, new ScanCommand.Start(spec, logins));
    }

    static OutboxMessage cancel(JobRecord job) {
        return JobMessages.cancel(job, new ScanCommand.Cancel(ScanId.parse(job.id())));
    }
}
