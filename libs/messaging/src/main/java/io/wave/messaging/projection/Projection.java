package io.wave.messaging.projection;

import io.wave.job.JobRecord;
import io.wave.token.ContainerToken;
import java.time.Instant;

/** What is written to Redis after a transaction has committed. */
public sealed interface Projection {

    /** The state of a job; written through {@link JobRecords}. */
    record OfJob(JobRecord job) implements Projection {}

    /**
     * The revocation of a token; written through {@link RevokedTokens}.
     *
     * @param revoked the token
     * @param until when it would have expired
     */
    record OfRevocation(ContainerToken revoked, Instant until) implements Projection {}
}
