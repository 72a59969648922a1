package io.wave.api.submission;

import io.wave.image.Digest;
import io.wave.token.ContainerToken;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a container request.
 *
 * @param requestId key of status calls
 * @param containerToken the same, where the image is served under it
 * @param targetImage the name to run
 * @param expiration when the token ends
 * @param containerImage the source image or the image being built
 * @param buildId the build behind it, where known
 * @param cached whether the build's image was there already
 * @param freeze echo of the request
 * @param mirror echo of the request
 * @param succeeded true when the image is ready; absent when its status is to be polled
 * @param digest the digest of the target image, where it is known
 */
record SubmitResponse(
        ContainerToken requestId,
        @Nullable ContainerToken containerToken,
        String targetImage,
        @Nullable Instant expiration,
        String containerImage,
        @Nullable String buildId,
        @Nullable Boolean cached,
        @Nullable Boolean freeze,
        @Nullable Boolean mirror,
        @Nullable Boolean succeeded,
        @Nullable Digest digest) {

    /** The same with the digest of the target image. */
    SubmitResponse withDigest(@Nullable Digest known) {
        return new SubmitResponse(
                requestId,
                containerToken,
                targetImage,
                expiration,
                containerImage,
                buildId,
                cached,
                freeze,
                mirror,
                succeeded,
                known);
    }
}
