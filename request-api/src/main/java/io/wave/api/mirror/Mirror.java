package io.wave.api.mirror;

import io.wave.api.job.Fact;
import io.wave.api.job.UserJob;
import io.wave.job.JobRecord;
import io.wave.mirror.MirrorSpec;
import java.util.List;

/**
 * A mirror and its current state.
 *
 * @param job the current state
 * @param spec what is copied
 */
public record Mirror(JobRecord job, MirrorSpec spec) implements UserJob {

    @Override
    public String tenant() {
        return spec.work().tenant();
    }

    /** The name of the copy. */
    @Override
    public String image() {
        return spec.work().target().toString();
    }

    @Override
    public List<Fact> facts() {
        return List.of(new Fact("Source", spec.work().source().toString()), new Fact("Copy", image()));
    }
}
