package io.wave.job.engine.plan;

import io.wave.job.JobKind;
import io.wave.job.JobProfile;
import io.wave.job.JobSpec;
import java.util.Optional;

/**
 * A kind of job: reads job specifications and plans the work. A worker runs every kind for which it has a bean of this
 * type.
 *
 * @param <S> the specification
 */
public interface JobType<S> {

    JobKind kind();

    /** Parses the JSON specification that a job was accepted with. */
    S read(String spec);

    /** The profile that a job was requested with, if any. */
    default Optional<JobProfile> profile(S spec) {
        return spec instanceof JobSpec common ? common.profile() : Optional.empty();
    }

    /** Plans the work of a job. */
    Plan plan(S spec);

    /** Whether the tools of its jobs can run as containers. */
    default boolean hasContainers() {
        return false;
    }
}
