package io.wave.job.engine.store;

import io.wave.job.JobKind;
import io.wave.job.JobSpec;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job to accept.
 *
 * @param kind the kind of job
 * @param id the id of the job; an id is accepted once
 * @param target what the job produces; a target has at most one live job
 * @param generation number of the job among the jobs of its target
 * @param tenant who requested the job: queued jobs are started in turn, one of each tenant
 * @param spec the specification as JSON; contains no secrets
 * @param queueTimeout maximum time from acceptance to start
 * @param runTimeout maximum run time of an attempt
 * @param submittedAt when the request of the user was accepted
 * @param logins encrypted registry credentials that the tenant keeps elsewhere; null if there are none
 */
public record JobSubmission(
        JobKind kind,
        String id,
        String target,
        long generation,
        String tenant,
        String spec,
        Duration queueTimeout,
        Duration runTimeout,
        Instant submittedAt,
        @Nullable String logins) {

    /** A job without credentials. */
    public JobSubmission(
            JobKind kind,
            String id,
            String target,
            long generation,
            String tenant,
            String spec,
            Duration queueTimeout,
            Duration runTimeout,
            Instant submittedAt) {
        this(kind, id, target, generation, tenant, spec, queueTimeout, runTimeout, submittedAt, null);
    }

    /**
     * A job of a start command. request-api has failed a job whose acceptance deadline has passed: it is accepted with no time
     * left to start, so it ends without being run.
     *
     * @param json the specification as JSON
     * @param now the current time
     */
    public static JobSubmission of(JobKind kind, JobSpec spec, String json, Instant now) {
        return new JobSubmission(
                kind,
                spec.jobId(),
                spec.jobTarget(),
                spec.generation(),
                spec.tenant(),
                json,
                now.isAfter(spec.acceptableUntil()) ? Duration.ZERO : spec.queueTimeout(),
                spec.runTimeout(),
                spec.requestedAt());
    }

    /** The same job with these credentials; null for none. */
    public JobSubmission bringing(@Nullable String sealed) {
        return new JobSubmission(
                kind, id, target, generation, tenant, spec, queueTimeout, runTimeout, submittedAt, sealed);
    }
}
