package io.wave.redis;

import io.wave.job.JobKind;
import io.wave.token.ContainerToken;

/** Redis keys and channels that services share. */
public final class RedisKeys {

    /** Hash field of the {@link io.wave.job.JobRecord} as JSON. */
    public static final String JOB_RECORD_FIELD = "record";

    /** Channel of changed job records: each message is a {@link io.wave.job.JobRecord} as JSON. */
    public static final String JOB_CHANGES_CHANNEL = "job-changes";

    /** Channel of the tokens of revoked requests. */
    public static final String REVOKED_CHANNEL = "request-revoked";

    /** Value that replaces the record of a revoked token until the token would have expired. */
    public static final String REVOKED = "revoked";

    /** Key that exists if Redis was not flushed since the job records of this kind were written. */
    public static String marker(JobKind kind) {
        return "job-marker:" + kind;
    }

    private RedisKeys() {}

    /** Hash with the record of the newest job of a target. */
    public static String job(JobKind kind, String target) {
        return "job:" + kind + ":" + target;
    }

    /**
     * String with a document of a source image: media type, line feed, content in base64.
     *
     * @param kind kind of document
     * @param tenant tenant that has read it
     * @param hash hash of its repository, its digest and the credentials that it was read with
     */
    public static String document(String kind, String tenant, String hash) {
        return "document:" + kind + ":" + tenant + ":" + hash;
    }

    /** String with the {@link io.wave.token.RequestRecord} of a token as JSON, or {@link #REVOKED}. */
    public static String request(ContainerToken token) {
        return "request:" + token;
    }
}
