package io.wave.worker.command;

import io.wave.job.JobKind;
import io.wave.job.JobSpec;
import io.wave.job.engine.Jobs;
import io.wave.job.engine.store.JobSubmission;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Executes the commands of a topic. A command is durable when the method returns, and may be repeated. */
public final class JobCommands {

    private final Jobs jobs;
    private final JsonMapper json;
    private final Clock clock = Clock.systemUTC();

    public JobCommands(Jobs jobs, JsonMapper json) {
        this.jobs = jobs;
        this.json = json;
    }

    /**
     * Accepts a job; for a known job, publishes its current state again.
     *
     * @param logins encrypted registry credentials that the tenant of the job keeps elsewhere; null if there are none
     */
    public void start(JobKind kind, JobSpec spec, @Nullable String logins) {
        jobs.start(JobSubmission.of(kind, spec, json.writeValueAsString(spec), clock.instant())
                .bringing(logins));
    }

    /** Cancels a job; has no effect if it has ended or is unknown. */
    public void cancel(JobKind kind, String id) {
        jobs.cancel(kind, id);
    }
}
