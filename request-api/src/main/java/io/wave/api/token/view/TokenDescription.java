package io.wave.api.token.view;

import io.wave.api.token.RequestedContainer;
import io.wave.api.token.StoredRequest;
import io.wave.build.BuildId;
import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /container-token/{token}}.
 *
 * @param token the token
 * @param expiration when it ends
 * @param request what was asked for
 * @param build what is built, absent for a plain image
 * @param source the source image
 * @param wave the image as it is served
 */
record TokenDescription(
        ContainerToken token,
        Instant expiration,
        Asked request,
        @Nullable Built build,
        Named source,
        Named wave) {

    record Asked(
            @Nullable Long workspaceId,
            @Nullable String containerImage,
            @Nullable ContainerConfig containerConfig,
            String platform,
            String towerEndpoint,
            @Nullable String fingerprint,
            Instant timestamp,
            String zoneId,
            String ipAddress) {}

    record Built(
            @Nullable String containerFile,
            @Nullable String condaFile,
            @Nullable String buildRepository,
            @Nullable String cacheRepository,
            @Nullable String buildId,
            boolean buildNew,
            boolean freeze) {}

    record Named(String image, @Nullable Digest digest) {}

    static TokenDescription of(StoredRequest request, String waveImage) {
        RequestRecord record = request.record();
        return new TokenDescription(
                record.token(),
                record.expiresAt(),
                asked(request),
                request.asked().containerFile() == null ? null : built(request),
                new Named(request.sourceImage(), record.sourceDigest()),
                new Named(waveImage, request.digest()));
    }

    private static Asked asked(StoredRequest request) {
        RequestedContainer asked = request.asked();
        return new Asked(
                asked.workspaceId(),
                asked.containerImage(),
                request.shownConfig(),
                asked.platform(),
                asked.towerEndpoint(),
                asked.fingerprint(),
                asked.timestamp(),
                asked.zoneId(),
                asked.ipAddress());
    }

    private static Built built(StoredRequest request) {
        RequestedContainer asked = request.asked();
        return new Built(
                asked.containerFile(),
                asked.condaFile(),
                asked.buildRepository(),
                asked.cacheRepository(),
                request.buildId().map(BuildId::toString).orElse(null),
                request.buildNew(),
                asked.freeze());
    }
}
