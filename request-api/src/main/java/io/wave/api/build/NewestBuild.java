package io.wave.api.build;

import io.wave.build.BuildId;
import io.wave.image.Digest;
import io.wave.job.JobState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The newest attempt at a container, read fresh from the table. */
record NewestBuild(
        String id,
        long generation,
        JobState state,
        boolean live,
        @Nullable String digest,
        @Nullable Instant endedAt) {

    BuildId buildId() {
        return BuildId.parse(id);
    }

    /** The digest it came to, if its success became known after that moment. */
    @Nullable
    Digest madeAfter(Instant moment) {
        boolean made = state == JobState.SUCCEEDED && endedAt != null && endedAt.isAfter(moment);
        return made && digest != null ? Digest.parse(digest) : null;
    }
}
