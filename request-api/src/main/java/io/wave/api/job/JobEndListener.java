package io.wave.api.job;

import io.wave.job.JobRecord;

/** Notified of the end of each job of any kind, except for scans of images that a failed job did not create. */
@FunctionalInterface
public interface JobEndListener {

    /** A final state was applied. Called once for each job, in the transaction that records the end. */
    void ended(JobRecord job);
}
