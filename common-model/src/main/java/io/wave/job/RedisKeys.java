package io.wave.job;

import io.wave.token.ContainerToken;

/** Names of Redis keys and channels that two services share. */
public final class RedisKeys {

    /** Field of a job's hash that holds the {@link JobRecord} as JSON. */
    public static final String JOB_RECORD_FIELD = "record";

    /** Channel on which every change of a job record is published: the {@link JobRecord} as JSON. */
    public static final String JOB_CHANGES_CHANNEL = "job-changes";

    /** Channel on which the token of a revoked request is published. */
    public static final String REVOKED_CHANNEL = "request-revoked";

    /** Stands in the place of a revoked token's record until the token's life would have ended. */
    public static final String REVOKED = "revoked";

    /** Exists while Redis has not been flushed since the job records were last written; one for each kind. */
    public static String marker(JobKind kind) {
        return "job-marker:" + kind;
    }

    private RedisKeys() {}

    /** Hash with what readers see of the newest job of a target. */
    public static String job(JobKind kind, String target) {
        return "job:" + kind + ":" + target;
    }

    /** String with the {@link io.wave.token.RequestRecord} of a token as JSON, or {@link #REVOKED}. */
    public static String request(ContainerToken token) {
        return "request:" + token;
    }
}
