package io.wave.job.engine.attempt;

import io.wave.job.engine.log.JobLogs;
import io.wave.job.engine.plan.JobType;
import io.wave.job.engine.runner.Runner;
import io.wave.job.engine.runner.TaskRunner;
import io.wave.job.engine.store.JobStore;
import java.time.Duration;

/**
 * What attempts at one kind of job work with.
 *
 * @param type the kind
 * @param runner runs its tools
 * @param tasks carries out what is done within the worker
 * @param store where its jobs are kept
 * @param logs where its logs are kept
 * @param lease how long a job is ours after each renewal
 * @param attempts how often a job may be lost with its worker before it fails
 */
public record HeldParts(
        JobType<?> type, Runner runner, TaskRunner tasks, JobStore store, JobLogs logs, Duration lease, int attempts) {}
