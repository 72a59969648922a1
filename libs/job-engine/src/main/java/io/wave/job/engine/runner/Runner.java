package io.wave.job.engine.runner;

import io.wave.job.engine.plan.Plan;
import java.util.Optional;

/** Runs the tools of jobs: as processes of this machine, as a Kubernetes Job, as a container. */
public interface Runner {

    /** The value of {@code wave.jobs.runner} that selects this runner. */
    String name();

    /**
     * Attaches to what an earlier attempt at this job left running. What cannot be attached to is ended: if the result
     * is empty, nothing of the job runs.
     *
     * @param tools the tools of the job; empty if it needs none, or if its plan is unknown
     */
    Optional<Execution> attach(Attempt attempt, Optional<Plan.Tools> tools) throws InterruptedException;

    /** Starts the attempt and returns immediately. A failure to start is a failed outcome, not an exception. */
    Execution launch(Attempt attempt, Plan.Tools tools);

    /** Removes all resources of a job; called once, after its outcome is recorded. */
    void dispose(String jobId);

    /** Whether the tools of jobs must be able to run as containers. */
    default boolean needsContainers() {
        return false;
    }

    /** Removes what ended attempts have left; called while jobs cannot be started because disk space is short. */
    default void freeDiskSpace() {}
}
