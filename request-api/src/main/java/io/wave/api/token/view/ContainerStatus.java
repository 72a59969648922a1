package io.wave.api.token.view;

import io.wave.token.ContainerToken;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /v1alpha2/container/{id}/status}, polled by clients.
 *
 * @param id the request
 * @param status where it stands
 * @param buildId the build behind it
 * @param succeeded whether the image is ready; always given with {@code DONE}
 * @param reason why it is not, in the words of the build's failure
 * @param detailsUri page with more about the reason
 * @param creationTime when the build, or else the image, was asked for; never absent, the same in every answer
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

    /** Clients know these four and break on others. */
    enum Phase {
        PENDING,
        BUILDING,
        SCANNING,
        DONE
    }
}
