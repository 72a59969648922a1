package io.wave.api.token.view;

import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.token.ContainerToken;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code GET /v1alpha2/container/{id}/status}, polled by clients.
 *
 * @param id request id
 * @param status status of the image
 * @param buildId build id, of a request that needs a build
 * @param mirrorId mirror id, of a request to mirror an image
 * @param succeeded whether the image is ready; always present with {@code DONE}
 * @param reason why the build or mirror failed
 * @param detailsUri page with more about the failure
 * @param creationTime when the build, the mirror or the image was requested; always present and the same in every response
 * @param duration how long it took
 * @param progress how far a mirror has come, while it runs
 */
record ContainerStatus(
        ContainerToken id,
        Phase status,
        @Nullable String buildId,
        @Nullable String mirrorId,
        @Nullable Boolean succeeded,
        @Nullable String reason,
        @Nullable String detailsUri,
        Instant creationTime,
        @Nullable Duration duration,
        @Nullable Object progress) {

    /** The status of a request with a job. */
    static ContainerStatus of(
            ContainerToken id,
            JobId job,
            Phase status,
            @Nullable Boolean succeeded,
            @Nullable String reason,
            @Nullable String detailsUri,
            Instant creationTime,
            @Nullable Duration duration) {
        return new ContainerStatus(
                id,
                status,
                job.kind() == JobKind.BUILD ? job.text() : null,
                job.kind() == JobKind.MIRROR ? job.text() : null,
                succeeded,
                reason,
                detailsUri,
                creationTime,
                duration,
                null);
    }

    /** A copy with how far the job has come. */
    ContainerStatus with(@Nullable Object document) {
        return new ContainerStatus(
                id, status, buildId, mirrorId, succeeded, reason, detailsUri, creationTime, duration, document);
    }

    /** Clients know only these values and fail on others. */
    enum Phase {
        PENDING,
        BUILDING,
        SCANNING,
        DONE
    }
}
