package io.wave.job.kubernetes.object;

import io.wave.job.JobKind;
import io.wave.job.JobProfile;
import io.wave.job.engine.plan.Container;
import java.time.Duration;
import java.util.Optional;

/**
 * A job that is to run.
 *
 * @param id id of the job
 * @param kind its kind
 * @param profile the profile that it was requested with
 * @param container what it runs
 * @param runTimeout maximum run time, which the job engine enforces
 */
public record JobRequest(
        String id, JobKind kind, Optional<JobProfile> profile, Container container, Duration runTimeout) {}
