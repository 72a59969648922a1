package io.wave.job.engine.process;

import io.wave.job.engine.Outcome;

/** What a kind of job does, step by step, where its tools run as processes. Implemented by the worker of that kind. */
@FunctionalInterface
public interface ProcessRecipe {

    /**
     * Does the work, on a thread of its own that is interrupted when the job is to stop.
     *
     * @return how it ended, {@link Outcome.Stopped} aside, which is the runner's to say
     * @throws io.wave.job.engine.LeaseLostException passed on from the workspace
     */
    Outcome run(Workspace workspace) throws InterruptedException;
}
