package io.wave.job.engine.runner;

import io.wave.job.engine.lease.Lease;
import io.wave.job.engine.lease.LeaseLostException;
import io.wave.job.engine.log.JobLog;

/** One attempt at a job, as its runner sees it: from the claim of the job until its end, or until it is let go. */
public interface Attempt {

    /** The job's id: with it a runner names what it starts, so that a repeated launch is recognised. */
    String jobId();

    /** Counts the launches of this job, from 1; 0 before the first one. */
    int number();

    /** The job's specification: the JSON it was accepted with. */
    String spec();

    /** The right to work on it. */
    Lease lease();

    /** Where its output goes. */
    JobLog log();

    /**
     * To be called before each step.
     *
     * @throws LeaseLostException if the attempt must not go on
     */
    void requireLease();

    /**
     * Renews the lease and records that the result is on its way to the registry; to be called right before that.
     *
     * @throws LeaseLostException if the attempt must not go on
     */
    void beginPush();
}
