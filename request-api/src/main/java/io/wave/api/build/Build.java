package io.wave.api.build;

import io.wave.build.BuildSpec;
import io.wave.job.JobRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A build as users see it.
 *
 * @param job where it stands
 * @param spec what is built
 */
public record Build(JobRecord job, BuildSpec spec) {

    /** The image as it is to be pulled; that of Singularity has the name of its protocol. */
    public String image() {
        return spec.isSingularity() ? "oras://" + job.target() : job.target();
    }

    /** When it was asked for, which stays the same while it waits, runs and ends. */
    public Instant startTime() {
        return job.submittedAt();
    }

    /** When the work began: of an index the builds of its images are part of it. */
    public Instant workBegan() {
        return job.startedAt() == null || spec.index() != null ? job.submittedAt() : job.startedAt();
    }

    /** How long the work took, once it has ended. */
    public Optional<Duration> duration() {
        return Optional.ofNullable(job.finishedAt())
                .filter(_ -> job.isFinal())
                .map(end -> Duration.between(workBegan(), end))
                .map(length -> length.isNegative() ? Duration.ZERO : length);
    }
}
