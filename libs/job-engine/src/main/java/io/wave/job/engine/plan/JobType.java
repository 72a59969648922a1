package io.wave.job.engine.plan;

import io.wave.job.JobKind;

/**
 * A kind of job: how its specification is read and what is to be done for it. A worker runs each kind for which it has a
 * bean of this type.
 *
 * @param <S> the specification
 */
public interface JobType<S> {

    JobKind kind();

    /** Reads the JSON that a job was accepted with. */
    S read(String spec);

    /** What is to be done. */
    Plan plan(S spec);
}
