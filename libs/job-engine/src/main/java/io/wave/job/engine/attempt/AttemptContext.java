package io.wave.job.engine.attempt;

import io.wave.job.engine.log.JobLogs;
import io.wave.job.engine.plan.JobLogins;
import io.wave.job.engine.plan.JobType;
import io.wave.job.engine.runner.Runner;
import io.wave.job.engine.runner.TaskRunner;
import io.wave.job.engine.store.JobStore;
import io.wave.tracing.Traces;
import java.time.Duration;

/**
 * What the attempts at one kind of job share.
 *
 * @param type the kind
 * @param logins the registry credentials that the jobs bring along
 * @param runner runs the tools of the jobs
 * @param tasks runs tasks within the worker
 * @param store the jobs
 * @param logs the logs of the jobs
 * @param traces the trace of each attempt
 * @param lease length of the lease after each renewal
 * @param attempts how often a job may lose its worker, or what runs its tools, before it fails
 */
public record AttemptContext(
        JobType<?> type,
        JobLogins logins,
        Runner runner,
        TaskRunner tasks,
        JobStore store,
        JobLogs logs,
        Traces traces,
        Duration lease,
        int attempts) {}
