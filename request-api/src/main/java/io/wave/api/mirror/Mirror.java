package io.wave.api.mirror;

import io.wave.api.job.UserJob;
import io.wave.job.JobRecord;
import io.wave.mirror.MirrorSpec;

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
}
