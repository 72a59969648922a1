package io.wave.api.token.view;

import io.wave.api.token.RequestDetails;
import io.wave.api.token.StoredRequest;
import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.job.JobId;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code GET /container-token/{token}}.
 *
 * @param token the token
 * @param expiration when it expires
 * @param request what was requested
 * @param build what is built; absent for an existing image
 * @param source the source image
 * @param wave the served image
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
                request.details().containerFile() == null ? null : built(request),
                new Named(request.sourceImage(), record.sourceDigest()),
                new Named(waveImage, request.digest()));
    }

    private static Asked asked(StoredRequest request) {
        RequestDetails details = request.details();
        return new Asked(
                details.workspaceId(),
                details.containerImage(),
                request.shownConfig(),
                details.platform(),
                details.towerEndpoint(),
                details.fingerprint(),
                details.timestamp(),
                details.zoneId(),
                details.ipAddress());
    }

    private static Built built(StoredRequest request) {
        RequestDetails details = request.details();
        return new Built(
                details.containerFile(),
                details.condaFile(),
                details.buildRepository(),
                details.cacheRepository(),
                request.jobId().map(JobId::toString).orElse(null),
                request.jobNew(),
                details.freeze());
    }
}
