package io.wave.job.kubernetes.object;

import io.wave.job.JobKind;
import io.wave.job.engine.plan.Container;
import java.time.Duration;

/**
 * A job that is to run.
 *
 * @param id id of the job
 * @param kind its kind
 * @param container what it runs
 * @param runTimeout maximum run time, which the job engine enforces
 */
public record JobRequest(String id, JobKind kind, Container container, Duration runTimeout) {}
