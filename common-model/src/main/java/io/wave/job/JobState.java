package io.wave.job;

/** Where a job stands. A final state is never left. */
public enum JobState {
    /** Accepted by request-api, not yet by a worker. */
    SUBMITTED,
    /** Accepted by a worker, behind another live job of the same target. */
    WAITING,
    /** Accepted by a worker, waiting for a slot. */
    QUEUED,
    RUNNING,
    /** The work is done and its result is on the way to the registry. */
    PUSHING,
    /** Told to stop; what it runs is not yet known to be gone. */
    CANCELLING,
    /** Past its deadline; what it runs is not yet known to be gone. */
    TIMING_OUT,
    SUCCEEDED,
    FAILED;

    /** Whether nothing more happens to the job. */
    public boolean isFinal() {
        return this == SUCCEEDED || this == FAILED;
    }
}
