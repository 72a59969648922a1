package io.wave.job;

/** The state of a job. No state follows a final one. */
public enum JobState {
    /** Accepted by request-api, not yet by a worker. */
    SUBMITTED,
    /** Accepted by a worker, behind another live job of the same target. */
    WAITING,
    /** Accepted by a worker, waiting for a slot, or for room in the queue of its runner. */
    QUEUED,
    RUNNING,
    /** The result is being pushed to the registry. */
    PUSHING,
    /** A cancel was requested; the work has not ended yet. */
    CANCELLING,
    /** Past its deadline; the work has not ended yet. */
    TIMING_OUT,
    SUCCEEDED,
    FAILED;

    /** Whether the job has ended. */
    public boolean isFinal() {
        return this == SUCCEEDED || this == FAILED;
    }
}
