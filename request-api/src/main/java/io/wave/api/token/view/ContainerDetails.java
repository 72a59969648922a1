package io.wave.api.token.view;

import io.wave.api.scan.RequestedScan;
import io.wave.api.token.RequestDetails;
import io.wave.api.token.StoredRequest;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.job.JobId;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code GET /v1alpha2/container/{id}}: what was requested, and the result.
 *
 * @param id request id
 * @param workspaceId as requested
 * @param containerImage as requested
 * @param containerConfig as requested, without inline data
 * @param platform as requested, or the default
 * @param towerEndpoint as requested, or the default
 * @param buildRepository as requested
 * @param cacheRepository as requested
 * @param fingerprint as requested
 * @param containerFile text of the container file
 * @param condaFile text of the Conda file
 * @param timestamp time of the request, according to the client
 * @param zoneId UTC offset of that time
 * @param ipAddress address of the caller
 * @param sourceImage full name of the source image, or the image that is built
 * @param sourceDigest digest of the source image, if known
 * @param waveImage image name to pull
 * @param waveDigest digest of the served image, if known
 * @param expiration when the token expires
 * @param buildId id of the build or mirror
 * @param buildNew whether this request started it
 * @param freeze whether the image is durable; only with a build
 * @param fusionVersion version of the Fusion client in the layers, if any
 * @param mirror whether the image is copied to another registry
 * @param scanId the scan of the image, or of its first platform
 * @param scanChildIds the scans of several platforms
 */
record ContainerDetails(
        ContainerToken id,
        @Nullable Long workspaceId,
        @Nullable String containerImage,
        @Nullable ContainerConfig containerConfig,
        String platform,
        String towerEndpoint,
        @Nullable String buildRepository,
        @Nullable String cacheRepository,
        @Nullable String fingerprint,
        @Nullable String containerFile,
        @Nullable String condaFile,
        Instant timestamp,
        String zoneId,
        String ipAddress,
        String sourceImage,
        @Nullable Digest sourceDigest,
        String waveImage,
        @Nullable Digest waveDigest,
        Instant expiration,
        @Nullable String buildId,
        @Nullable Boolean buildNew,
        @Nullable Boolean freeze,
        @Nullable String fusionVersion,
        boolean mirror,
        @Nullable String scanId,
        @Nullable ScanRefs scanChildIds) {

    /** The scans of several platforms. */
    record ScanRefs(List<RequestedScan> refs) {}

    static ContainerDetails of(StoredRequest request, String waveImage) {
        RequestRecord record = request.record();
        RequestDetails details = request.details();
        boolean built = request.jobId().isPresent();
        return new ContainerDetails(
                record.token(),
                details.workspaceId(),
                details.containerImage(),
                request.shownConfig(),
                details.platform(),
                details.towerEndpoint(),
                details.buildRepository(),
                details.cacheRepository(),
                details.fingerprint(),
                details.containerFile(),
                details.condaFile(),
                details.timestamp(),
                details.zoneId(),
                details.ipAddress(),
                request.sourceImage(),
                record.sourceDigest(),
                waveImage,
                request.digest(),
                record.expiresAt(),
                request.jobId().map(JobId::toString).orElse(null),
                built ? request.jobNew() : null,
                built ? details.freeze() : null,
                fusionVersion(request.shownConfig()),
                details.isMirror(),
                request.scans().stream().findFirst().map(RequestedScan::id).orElse(null),
                request.scans().size() < 2 ? null : new ScanRefs(request.scans()));
    }

    /** Only the first Fusion layer counts. */
    private static @Nullable String fusionVersion(@Nullable ContainerConfig config) {
        return config == null
                ? null
                : config.layerList().stream()
                        .filter(Layer::isFusion)
                        .findFirst()
                        .flatMap(Layer::fusionVersion)
                        .orElse(null);
    }
}
