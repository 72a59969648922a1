package io.wave.messaging;

import io.wave.image.Digest;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import java.time.Instant;

/** Job records for tests. */
public final class Jobs {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private Jobs() {}

    public static JobRecord job(String target, long generation, long sequence, JobState state) {
        Digest digest = state == JobState.SUCCEEDED ? Digest.parse("sha256:" + "a".repeat(64)) : null;
        return new JobRecord(
                JobKind.BUILD,
                "bd-0123456789abcdef_" + generation,
                target,
                generation,
                sequence,
                state,
                digest,
                null,
                null,
                AT,
                null,
                null,
                AT.plusSeconds(60),
                null,
                null);
    }
}
