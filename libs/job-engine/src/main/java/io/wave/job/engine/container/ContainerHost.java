package io.wave.job.engine.container;

import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.plan.Container;
import io.wave.job.engine.runner.Attempt;

/**
 * What runs containers, independently of any worker: one container for each job, found by the id of the job. All methods
 * block, may be interrupted, and repeat requests while the host is unavailable.
 */
public interface ContainerHost {

    /** Whether there is a container of the job, running or ended. */
    boolean has(String jobId) throws InterruptedException;

    /**
     * Creates the container of a job and returns when it is accepted. If there is one already, it is left as it is.
     *
     * @throws JobFailedException if the host refuses it; nothing of it exists then
     */
    void create(Attempt attempt, Container container) throws InterruptedException;

    /** Follows the container of a job to its end. */
    ContainerEnd follow(Attempt attempt, ContainerListener listener) throws InterruptedException;

    /** Removes the container of a job and everything that belongs to it; returns when nothing of it runs any more. */
    void remove(String jobId) throws InterruptedException;

    /** Begins to remove a container that has ended, and everything that belongs to it. */
    void dispose(String jobId) throws InterruptedException;
}
