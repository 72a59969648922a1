package io.wave.job.engine.runner;

import io.wave.job.engine.plan.Plan;

/** Runs tasks within the worker, whichever runner is configured for tools. */
public interface TaskRunner {

    /** Starts the task and returns immediately. */
    Execution launch(Attempt attempt, Plan.InWorker task);

    /**
     * Starts a task that follows work elsewhere, and returns immediately.
     *
     * @param name tells the folder of the task from those of other tasks of the same job
     */
    Execution follow(Attempt attempt, String name, Plan.Task task);
}
