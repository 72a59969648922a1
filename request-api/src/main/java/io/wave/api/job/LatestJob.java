package io.wave.api.job;

import io.wave.image.Digest;
import io.wave.job.JobId;
import io.wave.job.JobState;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The latest job of a target, or of a container. */
public record LatestJob(
        String id,
        long generation,
        JobState state,
        boolean live,
        @Nullable String digest,
        @Nullable Instant endedAt) {

    public JobId jobId() {
        return JobId.parse(id);
    }

    /**
     * The job to share: this one while it is live, or if its success was recorded after that instant.
     *
     * @param checkedAt when the registry was asked for the image, and did not have it
     */
    public Optional<Admission> share(Instant checkedAt) {
        if (live) {
            return Optional.of(new Admission.Awaited(jobId(), false));
        }
        boolean made = state == JobState.SUCCEEDED && endedAt != null && endedAt.isAfter(checkedAt);
        return made && digest != null
                ? Optional.of(new Admission.Cached(Optional.of(jobId()), Digest.parse(digest)))
                : Optional.empty();
    }
}
