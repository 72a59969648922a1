package io.wave.api.token;

import io.wave.api.submission.plan.TargetImage;
import io.wave.api.submission.request.ClientInfo;
import io.wave.api.submission.request.CommonParameters;
import io.wave.api.submission.request.Origin;
import io.wave.api.submission.request.RepositoryName;
import io.wave.api.submission.request.ScanLevel;
import io.wave.api.submission.request.ScanMode;
import io.wave.api.submission.request.Submission;
import io.wave.container.ContainerConfig;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a request asked for, stored for display. It contains no credentials.
 *
 * @param containerImage source image, as typed
 * @param platform platform, as typed
 * @param towerEndpoint base URL of the Platform API
 * @param workspaceId workspace of the credentials
 * @param buildRepository repository of the built image, as typed
 * @param cacheRepository repository of layer caches, as typed
 * @param fingerprint opaque value of the client
 * @param containerFile text of the container file
 * @param condaFile text of the Conda file
 * @param frozenConfig configuration that is part of the image
 * @param freeze whether the configuration becomes part of a durable image
 * @param mirror whether the image is copied to another registry; absent in requests of earlier versions
 * @param scanMode when the image is scanned; absent if it is not
 * @param scanLevels severities that a required scan tolerates
 * @param timestamp time of the request, according to the client
 * @param zoneId UTC offset of that time
 * @param ipAddress address of the caller
 */
public record RequestDetails(
        @Nullable String containerImage,
        String platform,
        String towerEndpoint,
        @Nullable Long workspaceId,
        @Nullable String buildRepository,
        @Nullable String cacheRepository,
        @Nullable String fingerprint,
        @Nullable String containerFile,
        @Nullable String condaFile,
        @Nullable ContainerConfig frozenConfig,
        boolean freeze,
        @Nullable Boolean mirror,
        @Nullable ScanMode scanMode,
        @Nullable Set<ScanLevel> scanLevels,
        Instant timestamp,
        String zoneId,
        String ipAddress) {

    public static RequestDetails of(Submission.Augment request) {
        return of(request.common(), request.image(), null, null, null, false, false);
    }

    public static RequestDetails of(Submission.Mirror request) {
        return of(request.common(), request.source(), null, null, null, false, true);
    }

    /** Whether the result of the scan decides on the status of the image. */
    public boolean requiresScan() {
        return scanMode == ScanMode.required;
    }

    /** The names of the severities that a required scan tolerates. */
    public Set<String> toleratedLevels() {
        return scanLevels == null
                ? Set.of()
                : scanLevels.stream().map(ScanLevel::name).collect(Collectors.toSet());
    }

    public boolean isMirror() {
        return Boolean.TRUE.equals(mirror);
    }

    public static RequestDetails of(Submission.BuildSubmission request, TargetImage image) {
        return of(
                request.common(),
                request.origin(),
                image.source().containerFile(),
                image.source().condaFile(),
                image.frozen() == null ? null : image.overlay().config(),
                request.isFreeze(),
                false);
    }

    private static RequestDetails of(
            CommonParameters common,
            Origin origin,
            @Nullable String containerFile,
            @Nullable String condaFile,
            @Nullable ContainerConfig frozenConfig,
            boolean freeze,
            boolean mirror) {
        ClientInfo clientInfo = common.clientInfo();
        return new RequestDetails(
                origin instanceof Origin.Image(var typed, var _) ? typed : null,
                common.platforms().shown(),
                clientInfo.towerEndpoint(),
                clientInfo.workspaceId(),
                typed(common.repository()),
                typed(common.cache()),
                clientInfo.fingerprint(),
                containerFile,
                condaFile,
                frozenConfig,
                freeze,
                mirror ? true : null,
                common.scan().wantsScan() ? common.scan().mode() : null,
                common.scan().levels().isEmpty() ? null : common.scan().levels(),
                clientInfo.timestamp().toInstant(),
                clientInfo.timestamp().getOffset().getId(),
                common.caller().address());
    }

    private static @Nullable String typed(@Nullable RepositoryName repository) {
        return repository == null ? null : repository.typed();
    }
}
