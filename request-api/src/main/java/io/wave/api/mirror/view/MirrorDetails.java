package io.wave.api.mirror.view;

import io.wave.api.mirror.Mirror;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.JobProfile;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.mirror.MirrorProgress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code GET /v1alpha1/mirrors/{id}}. It is public, so it contains nothing about the user who requested the mirror.
 * The log has an address of its own.
 *
 * @param mirrorId mirror id
 * @param digest digest of the image, which is the same at source and target
 * @param sourceImage the image to copy
 * @param targetImage the name of the copy
 * @param creationTime when the mirror was requested
 * @param status whether the mirror has ended
 * @param state state of the job
 * @param duration how long the copy took, once it has ended
 * @param exitCode 0 if the mirror succeeded; absent if it failed without an exit code
 * @param failure why the mirror failed
 * @param note a remark on the copy, for example that the tag of the source has moved
 * @param jobProfile profile that the mirror was requested with
 * @param progress how far the copy has come, if known
 */
record MirrorDetails(
        String mirrorId,
        Digest digest,
        ImageReference sourceImage,
        ImageReference targetImage,
        Instant creationTime,
        Phase status,
        JobState state,
        @Nullable Duration duration,
        @Nullable Integer exitCode,
        @Nullable String failure,
        @Nullable String note,
        @Nullable String jobProfile,
        @Nullable MirrorProgress progress) {

    /** As in the Wave API. */
    enum Phase {
        PENDING,
        COMPLETED
    }

    static MirrorDetails of(Mirror mirror, @Nullable MirrorProgress progress) {
        JobRecord job = mirror.job();
        return new MirrorDetails(
                job.id(),
                mirror.spec().work().digest(),
                mirror.spec().work().source(),
                mirror.spec().work().target(),
                mirror.startTime(),
                job.isFinal() ? Phase.COMPLETED : Phase.PENDING,
                job.state(),
                mirror.duration().orElse(null),
                mirror.succeeded() ? Integer.valueOf(0) : job.exitCode(),
                job.failure(),
                job.note(),
                mirror.spec().profile().map(JobProfile::name).orElse(null),
                progress == null || !job.isFinal() ? progress : progress.ended());
    }
}
