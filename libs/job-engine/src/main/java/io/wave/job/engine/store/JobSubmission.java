package io.wave.job.engine.store;

import io.wave.job.JobKind;
import java.time.Duration;
import java.time.Instant;

/**
 * A job as it is accepted.
 *
 * @param kind what it does
 * @param id its id; a job is accepted once
 * @param target what it makes; one target has at most one live job
 * @param generation counts the target's jobs
 * @param spec what its runner needs, as JSON; holds no secret
 * @param queueTimeout how long it may wait before it starts, counted from its acceptance
 * @param runTimeout how long an attempt may run
 * @param submittedAt when the user's request was accepted
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
