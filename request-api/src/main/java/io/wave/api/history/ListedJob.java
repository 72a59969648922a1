package io.wave.api.history;

import io.wave.api.job.UserJob;
import io.wave.image.Digest;
import io.wave.job.JobState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A build, mirror or scan in a list.
 *
 * @param id its id
 * @param image the image that is built or scanned, or the name of the copy
 * @param state state of the job
 * @param creationTime when it was requested
 * @param duration how long the work took, once it has ended
 * @param digest digest of the image, once known
 * @param failure why the job failed
 */
record ListedJob(
        String id,
        String image,
        JobState state,
        Instant creationTime,
        @Nullable Duration duration,
        @Nullable Digest digest,
        @Nullable String failure) {

    static ListedJob of(UserJob job) {
        return new ListedJob(
                job.job().id(),
                job.image(),
                job.job().state(),
                job.job().submittedAt(),
                job.duration().orElse(null),
                job.job().digest(),
                job.job().failure());
    }
}
