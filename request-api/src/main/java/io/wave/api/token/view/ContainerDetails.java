package io.wave.api.token.view;

import io.wave.api.token.RequestedContainer;
import io.wave.api.token.StoredRequest;
import io.wave.build.BuildId;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /v1alpha2/container/{id}}: what was asked for and what came of it.
 *
 * @param id the request
 * @param workspaceId as requested
 * @param containerImage as requested
 * @param containerConfig as requested, inline data left out
 * @param platform as requested, or the default
 * @param towerEndpoint as requested, or the default
 * @param buildRepository as requested
 * @param cacheRepository as requested
 * @param fingerprint as requested
 * @param containerFile text of the container file
 * @param condaFile text of the Conda file
 * @param timestamp when the client says it asked
 * @param zoneId offset of that time
 * @param ipAddress where it asked from
 * @param sourceImage the source image in full, or the image being built
 * @param sourceDigest its digest, once known
 * @param waveImage the name under which it is served
 * @param waveDigest the digest it has there, where it is known
 * @param expiration when the token ends
 * @param buildId the build behind it
 * @param buildNew whether this request began that build
 * @param freeze whether the image is durable, given with a build
 * @param fusionVersion version of the Fusion client among its layers, where one is
 * @param mirror always false
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
        boolean mirror) {

    static ContainerDetails of(StoredRequest request, String waveImage) {
        RequestRecord record = request.record();
        RequestedContainer asked = request.asked();
        boolean built = request.buildId().isPresent();
        return new ContainerDetails(
                record.token(),
                asked.workspaceId(),
                asked.containerImage(),
                request.shownConfig(),
                asked.platform(),
                asked.towerEndpoint(),
                asked.buildRepository(),
                asked.cacheRepository(),
                asked.fingerprint(),
                asked.containerFile(),
                asked.condaFile(),
                asked.timestamp(),
                asked.zoneId(),
                asked.ipAddress(),
                request.sourceImage(),
                record.sourceDigest(),
                waveImage,
                request.digest(),
                record.expiresAt(),
                request.buildId().map(BuildId::toString).orElse(null),
                built ? request.buildNew() : null,
                built ? asked.freeze() : null,
                fusionVersion(request.shownConfig()),
                false);
    }

    /** By the first layer of the client: only that one counts. */
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
