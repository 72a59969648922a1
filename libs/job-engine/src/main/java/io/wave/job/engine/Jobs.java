package io.wave.job.engine;

import io.wave.job.JobKind;

/** Takes commands about jobs. Each is idempotent, and durable when the method returns. */
public final class Jobs {

    private final JobStore store;
    private final JobScheduler scheduler;

    Jobs(JobStore store, JobScheduler scheduler) {
        this.store = store;
        this.scheduler = scheduler;
    }

    /** Accepts a job; of one that is known it publishes the present state again. */
    public void start(JobSubmission job) {
        store.accept(job);
        scheduler.wake();
    }

    /** Ends a job that waits, stops one that runs; does nothing to one that has ended or is not known. */
    public void cancel(JobKind kind, String id) {
        store.cancel(kind, id);
        scheduler.wake();
    }

    /** Records a job that can never be started as failed, for this reason. */
    public void reject(JobSubmission job, String failure) {
        store.reject(job, failure);
    }
}
