package io.wave.job.engine.store;

import io.wave.job.JobKind;
import java.time.Duration;
import java.time.Instant;

/**
 * A job to accept.
 *
 * @param kind the kind of job
 * @param id the id of the job; an id is accepted once
 * @param target what the job produces; a target has at most one live job
 * @param generation number of the job among the jobs of its target
 * @param spec the specification as JSON; contains no secrets
 * @param queueTimeout maximum time from acceptance to start
 * @param runTimeout maximum run time of an attempt
 * @param submittedAt when the request of the user was accepted
 */
public record JobSubmission(
        JobKind kind,
        String id,
        String target,
        long generation,
        String spec,
        Duration queueTimeout,
        Duration runTimeout,
        Instant submittedAt) {}
