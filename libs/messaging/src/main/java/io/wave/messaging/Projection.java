package io.wave.messaging;

import io.wave.job.JobRecord;
import io.wave.token.ContainerToken;
import java.time.Instant;

/** What readers are to see in Redis once a transaction has committed. */
public sealed interface Projection {

    /** Where a job stands; written through {@link JobRecords}. */
    record OfJob(JobRecord job) implements Projection {}

    /**
     * The end of a token before its time; written through {@link RevokedTokens}.
     *
     * @param revoked the token
     * @param until when its life would have ended
     */
    record OfRevocation(ContainerToken revoked, Instant until) implements Projection {}
}
