package io.wave.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Body of the event {@code io.wave.request.accepted} on {@link io.wave.job.Topics#REQUEST_EVENTS}.
 *
 * @param requestId id of the request, cut to its first four digits since the whole is a secret
 * @param tenant who asked
 * @param image the image that will be pulled
 * @param buildId the build behind it, if any
 * @param cached whether the build was there already
 * @param at when it was accepted
 */
public record RequestEvent(
        String requestId,
        String tenant,
        String image,
        @Nullable String buildId,
        @Nullable Boolean cached,
        Instant at) {}
