package io.wave.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Body of the event {@code io.wave.request.accepted} on {@link io.wave.job.Topics#REQUEST_EVENTS}.
 *
 * @param requestId first four digits of the request id, which as a whole is a secret
 * @param tenant tenant of the caller
 * @param image the image to pull
 * @param buildId build of the image, if any
 * @param cached whether the image existed already
 * @param at when the request was accepted
 */
public record RequestEvent(
        String requestId,
        String tenant,
        String image,
        @Nullable String buildId,
        @Nullable Boolean cached,
        Instant at) {}
