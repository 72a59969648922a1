package io.wave.job.engine.runner;

import io.wave.job.engine.plan.Plan;

/** Carries out what is done within the worker, whatever runs the tools. */
public interface TaskRunner {

    /** Starts the task and returns at once. */
    Execution launch(Attempt attempt, Plan.InWorker task);
}
