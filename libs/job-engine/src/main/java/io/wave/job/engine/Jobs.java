package io.wave.job.engine;

import io.wave.job.JobKind;
import io.wave.job.JobSpec;
import io.wave.job.engine.attempt.EndedJob;
import io.wave.job.engine.scheduler.JobScheduler;
import io.wave.job.engine.scheduler.JobSchedulers;
import io.wave.job.engine.store.JobStore;
import io.wave.job.engine.store.JobSubmission;
import java.time.Clock;
import tools.jackson.databind.json.JsonMapper;

/** Executes commands about jobs. Each command is idempotent and durable when the method returns. */
public final class Jobs {

    private final JobStore store;
    private final JobSchedulers schedulers;
    private final JsonMapper json;
    private final Clock clock = Clock.systemUTC();

    Jobs(JobStore store, JobSchedulers schedulers, JsonMapper json) {
        this.store = store;
        this.schedulers = schedulers;
        this.json = json;
    }

    /** Accepts the job of a start command; for a known job, publishes its current state again. */
    public void start(JobKind kind, JobSpec spec) {
        start(JobSubmission.of(kind, spec, json.writeValueAsString(spec), clock.instant()));
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
