package io.wave.job.engine.runner;

import io.wave.job.engine.plan.Plan;

/** Runs tasks within the worker, whichever runner is configured for tools. */
public interface TaskRunner {

    /** Starts the task and returns immediately. */
    Execution launch(Attempt attempt, Plan.InWorker task);
}
