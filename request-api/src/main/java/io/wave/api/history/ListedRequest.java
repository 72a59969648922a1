package io.wave.api.history;

import io.wave.api.scan.RequestedScan;
import io.wave.api.token.StoredRequest;
import io.wave.job.JobId;
import io.wave.token.ContainerToken;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container request in a list.
 *
 * @param requestId its id, which is also the token of the image
 * @param targetImage image name to pull
 * @param containerImage the image as requested; absent if one was built
 * @param creationTime when it was accepted
 * @param expiration when the token expires
 * @param valid whether the token is neither expired nor revoked
 * @param buildId the build or mirror of the image
 * @param scanId the scan of the image, or of its first platform
 */
record ListedRequest(
        ContainerToken requestId,
        String targetImage,
        @Nullable String containerImage,
        Instant creationTime,
        Instant expiration,
        boolean valid,
        @Nullable String buildId,
        @Nullable String scanId) {

    static ListedRequest of(StoredRequest request, String targetImage) {
        return new ListedRequest(
                request.record().token(),
                targetImage,
                request.details().containerImage(),
                request.record().createdAt(),
                request.record().expiresAt(),
                request.live(),
                request.jobId().map(JobId::toString).orElse(null),
                request.scans().stream().findFirst().map(RequestedScan::id).orElse(null));
    }
}
