package io.wave.api.build;

import io.wave.build.BuildSpec;
import io.wave.job.JobRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A build and its current state.
 *
 * @param job the current state
 * @param spec what is built
 */
public record Build(JobRecord job, BuildSpec spec) {

    /** The image as it is pulled; a Singularity image starts with {@code oras://}. */
    public String image() {
        return spec.isSingularity() ? "oras://" + job.target() : job.target();
    }

    /** When the build was requested; it does not change while the build waits, runs and ends. */
    public Instant startTime() {
        return job.submittedAt();
    }

    /** When the work began. For an index it includes the builds of its images. */
    public Instant workStarted() {
        return job.startedAt() == null || spec.index() != null ? job.submittedAt() : job.startedAt();
    }

    /** How long the build took, once it has ended. */
    public Optional<Duration> duration() {
        return Optional.ofNullable(job.finishedAt())
                .filter(_ -> job.isFinal())
                .map(end -> Duration.between(workStarted(), end))
                .map(length -> length.isNegative() ? Duration.ZERO : length);
    }
}
