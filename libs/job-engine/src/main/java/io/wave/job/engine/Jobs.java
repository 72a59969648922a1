package io.wave.job.engine;

import io.wave.job.JobKind;
import io.wave.job.engine.attempt.EndedJob;
import io.wave.job.engine.scheduler.JobScheduler;
import io.wave.job.engine.scheduler.JobSchedulers;
import io.wave.job.engine.store.JobStore;
import io.wave.job.engine.store.JobSubmission;

/** Executes commands about jobs. Each command is idempotent and durable when the method returns. */
public final class Jobs {

    private final JobStore store;
    private final JobSchedulers schedulers;

    Jobs(JobStore store, JobSchedulers schedulers) {
        this.store = store;
        this.schedulers = schedulers;
    }

    /** Accepts a job; for a known job, publishes its current state again. */
    public void start(JobSubmission job) {
        JobScheduler scheduler = schedulers.of(job.kind());
        store.accept(job);
        scheduler.wake();
    }

    /**
     * Cancels a job: ends it if it has not started, stops it if it runs. Does nothing if it has ended or is unknown.
     */
    public void cancel(JobKind kind, String id) {
        JobScheduler scheduler = schedulers.of(kind);
        store.cancel(kind, id)
                .filter(job -> job.job().isFinal())
                .ifPresent(job -> scheduler.metrics().ended(new EndedJob(job, EndedJob.Conclusion.CANCELLED)));
        scheduler.wake();
    }

    /** Records a job that can never be started as failed. */
    public void reject(JobSubmission job, String failure) {
        JobScheduler scheduler = schedulers.of(job.kind());
        store.reject(job, failure)
                .ifPresent(rejected -> scheduler.metrics().ended(new EndedJob(rejected, EndedJob.Conclusion.REJECTED)));
    }
}
