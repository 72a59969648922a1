package io.wave.api.submission;

import io.wave.image.Digest;
import io.wave.token.ContainerToken;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Response to a container request.
 *
 * @param requestId id for status requests
 * @param containerToken the same id, if the image is pulled through the proxy
 * @param targetImage the image name to use
 * @param expiration when the token expires
 * @param containerImage the source image, or the image that is built or copied to
 * @param buildId id of the build or mirror, if known
 * @param cached whether the built or copied image existed already
 * @param freeze whether the request is a freeze
 * @param mirror whether the request is a mirror
 * @param scanId the scan of the image, or of its first platform
 * @param succeeded true if the image is ready; absent if the client has to poll the status
 * @param digest digest of the target image, if known
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
        @Nullable String scanId,
        @Nullable Boolean succeeded,
        @Nullable Digest digest) {

    /** A copy with the digest of the target image. */
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
                scanId,
                succeeded,
                known);
    }
}
