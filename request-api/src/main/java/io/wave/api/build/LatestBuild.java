package io.wave.api.build;

import io.wave.build.BuildId;
import io.wave.image.Digest;
import io.wave.job.JobState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The latest build of a container or target. */
record LatestBuild(
        String id,
        long generation,
        JobState state,
        boolean live,
        @Nullable String digest,
        @Nullable Instant endedAt) {

    BuildId buildId() {
        return BuildId.parse(id);
    }

    /** The digest of the image, if the build's success was recorded after that instant. */
    @Nullable
    Digest digestIfSucceededAfter(Instant moment) {
        boolean made = state == JobState.SUCCEEDED && endedAt != null && endedAt.isAfter(moment);
        return made && digest != null ? Digest.parse(digest) : null;
    }
}
