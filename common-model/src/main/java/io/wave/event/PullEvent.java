package io.wave.event;

import io.wave.image.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Body of the event {@code io.wave.pull.served} on {@link io.wave.job.Topics#PULL_EVENTS}: one at the first manifest of
 * a token and digest, then the number of further ones every 10 s.
 *
 * @param requestId id of the request, cut to its first four digits since the whole is a secret
 * @param image the image, without the token
 * @param digest digest of the manifest that was served
 * @param count how many manifests the event stands for
 * @param at when the last of them was served
 * @param architecture architecture that the request asked for, absent in events of old
 * @param fusion whether the request adds Fusion, absent in events of old
 */
public record PullEvent(
        String requestId,
        String image,
        Digest digest,
        long count,
        Instant at,
        @Nullable String architecture,
        @Nullable Boolean fusion) {}
