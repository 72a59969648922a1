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

    /** When the work began, or was asked for as long as it has not. */
    public Instant startTime() {
        // Of an index the builds of its images are part of the work.
        return job.startedAt() == null || spec.index() != null ? job.submittedAt() : job.startedAt();
    }

    /** How long it took, once it has ended. */
    public Optional<Duration> duration() {
        return Optional.ofNullable(job.finishedAt())
                .filter(_ -> job.isFinal())
                .map(end -> Duration.between(startTime(), end))
                .map(length -> length.isNegative() ? Duration.ZERO : length);
    }
}
