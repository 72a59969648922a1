package io.wave.event;

import io.wave.image.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Body of the event {@code io.wave.pull.served} on {@link io.wave.job.Topics#PULL_EVENTS}. The first pull of a token
 * and digest is published at once, further ones as a number every 10 s.
 *
 * @param requestId first four digits of the request id, which as a whole is a secret
 * @param image the image name without the token
 * @param digest digest of the manifest
 * @param count number of pulls
 * @param at time of the last one
 * @param architecture requested architecture; absent in old events
 * @param fusion whether the request adds Fusion; absent in old events
 * @param tenant tenant of the request; absent in old events
 */
public record PullEvent(
        String requestId,
        String image,
        Digest digest,
        long count,
        Instant at,
        @Nullable String architecture,
        @Nullable Boolean fusion,
        @Nullable String tenant) {}
