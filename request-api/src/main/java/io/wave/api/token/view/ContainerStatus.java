package io.wave.api.token.view;

import io.wave.token.ContainerToken;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code GET /v1alpha2/container/{id}/status}, polled by clients.
 *
 * @param id request id
 * @param status status of the image
 * @param buildId build id
 * @param succeeded whether the image is ready; always present with {@code DONE}
 * @param reason why the build failed
 * @param detailsUri page with more about the failure
 * @param creationTime when the build or the image was requested; always present and the same in every response
 * @param duration how long it took
 */
record ContainerStatus(
        ContainerToken id,
        Phase status,
        @Nullable String buildId,
        @Nullable Boolean succeeded,
        @Nullable String reason,
        @Nullable String detailsUri,
        Instant creationTime,
        @Nullable Duration duration) {

    /** Clients know only these values and fail on others. */
    enum Phase {
        PENDING,
        BUILDING,
        SCANNING,
        DONE
    }
}
