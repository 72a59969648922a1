package io.wave.job.engine.runner;

import io.wave.job.engine.plan.Plan;
import java.util.Optional;

/** Carries the tools of jobs out: as processes of this machine, as a Kubernetes Job, as a container. */
public interface Runner {

    /** The name by which {@code wave.jobs.runner} chooses it. */
    String name();

    /**
     * Follows what an earlier attempt at this job left running; what cannot be followed is removed, so that nothing of
     * the job runs when this answers nothing.
     */
    Optional<Execution> attach(Attempt attempt);

    /** Starts the attempt and returns at once. What cannot be started is a failed outcome, not an exception. */
    Execution launch(Attempt attempt, Plan.Tools tools);

    /** Removes all that is left of a job; called once, after its end is recorded. What then stays is the runner's to find. */
    void dispose(String jobId);

    /** Removes what attempts that are over have left; asked for while no new one can be begun for want of space. */
    default void freeDiskSpace() {}
}
