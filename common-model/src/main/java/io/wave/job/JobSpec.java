package io.wave.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the specifications of all kinds of job have in common. */
public interface JobSpec {

    /** The id of the job. */
    String jobId();

    /** What the job produces; a target has at most one live job. */
    String jobTarget();

    /** Number of the job among those of its target. */
    long generation();

    /** Who requested the job: whose registry credentials it may use, and among whose jobs it takes its turn. */
    String tenant();

    /** What the job runs on; empty for what all jobs of its kind run on. */
    Optional<JobProfile> profile();

    /** How long the job may wait before it starts, counted from its acceptance by a worker. */
    Duration queueTimeout();

    /** How long the job may run. */
    Duration runTimeout();

    /** When the request was accepted. */
    Instant requestedAt();

    /** When the acceptance by a worker is due; request-api fails the job afterwards. */
    Instant acceptableUntil();
}
