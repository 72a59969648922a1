package io.wave.job.engine.runner;

import io.wave.job.JobKind;
import io.wave.job.JobProfile;
import io.wave.job.engine.lease.Lease;
import io.wave.job.engine.lease.LeaseLostException;
import io.wave.job.engine.log.JobLog;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** An attempt at a job, as seen by its runner: from the claim of the job until its end or its release. */
public interface Attempt {

    /** The id of the job. A runner names what it starts by this id, so that a repeated launch is recognised. */
    String jobId();

    /** The kind of the job. */
    JobKind kind();

    /** Maximum time from the launch to the end of the tools; the engine enforces it. */
    Duration runTimeout();

    /** Number of the launch, from 1; 0 before the first launch. */
    int number();

    /** The JSON specification that the job was accepted with. */
    String spec();

    /** The profile that the job was requested with, if any. Runners that have no profiles ignore it. */
    Optional<JobProfile> profile();

    /** Environment variables for the tools of the job, besides their own: the trace to which they belong, if there is one. */
    Map<String, String> variables();

    /** The lease of the job. */
    Lease lease();

    /** The log of the attempt. */
    JobLog log();

    /**
     * Checks that the attempt may continue. Call it before each step.
     *
     * @throws LeaseLostException if the attempt must stop
     */
    void requireLease();

    /**
     * Reports that the work waits in a queue of its runner. The job is queued again, and that time is queue time, so the run deadline
     * moves. Call it about once a second.
     *
     * @return whether the queue deadline of the job allows that it waits any longer
     */
    boolean queued();

    /** Reports that the work does not wait in a queue of its runner, or no longer. May be called repeatedly. */
    void dequeued();

    /**
     * Renews the lease and records that the push begins. Call it right before the push.
     *
     * @throws LeaseLostException if the attempt must stop
     */
    void beginPush();
}
