package io.wave.api.build;

import io.wave.api.job.Fact;
import io.wave.api.job.UserJob;
import io.wave.build.BuildSpec;
import io.wave.job.JobRecord;
import java.time.Instant;
import java.util.List;

/**
 * A build and its current state.
 *
 * @param job the current state
 * @param spec what is built
 */
public record Build(JobRecord job, BuildSpec spec) implements UserJob {

    @Override
    public String tenant() {
        return spec.tenant();
    }

    /** The image as it is pulled; a Singularity image starts with {@code oras://}. */
    @Override
    public String image() {
        return spec.isSingularity() ? "oras://" + job.target() : job.target();
    }

    @Override
    public List<Fact> facts() {
        return List.of(new Fact("Image", image()), new Fact("Platform", spec.platforms()));
    }

    /** For an index it includes the builds of its images. */
    @Override
    public Instant workStarted() {
        return spec.index() == null ? UserJob.super.workStarted() : job.submittedAt();
    }
}
