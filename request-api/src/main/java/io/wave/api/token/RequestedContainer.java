package io.wave.api.token;

import io.wave.api.submission.plan.WantedImage;
import io.wave.api.submission.request.Asked;
import io.wave.api.submission.request.Origin;
import io.wave.api.submission.request.Remarks;
import io.wave.api.submission.request.RepositoryName;
import io.wave.api.submission.request.Submission;
import io.wave.container.ContainerConfig;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a request asked for, as it is shown again; kept beside what the proxy needs. Without credentials.
 *
 * @param containerImage the source image, as typed
 * @param platform the platform, as typed
 * @param towerEndpoint base URL of the Platform's API
 * @param workspaceId workspace of the credentials
 * @param buildRepository repository of the built image, as typed
 * @param cacheRepository repository of layer caches, as typed
 * @param fingerprint opaque
 * @param containerFile text of the container file
 * @param condaFile text of the Conda file
 * @param frozenConfig what has been baked into the image
 * @param freeze whether everything is baked into a durable image
 * @param timestamp when the client says it asked
 * @param zoneId its offset
 * @param ipAddress where it asked from
 */
public record RequestedContainer(
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
        Instant timestamp,
        String zoneId,
        String ipAddress) {

    public static RequestedContainer of(Submission.Extend request) {
        return of(request.asked(), request.image(), null, null, null, false);
    }

    public static RequestedContainer of(Submission.Made request, WantedImage wanted) {
        return of(
                request.asked(),
                request.origin(),
                wanted.source().containerFile(),
                wanted.source().condaFile(),
                wanted.frozen() == null ? null : wanted.overlay().config(),
                request.isFreeze());
    }

    private static RequestedContainer of(
            Asked asked,
            Origin origin,
            @Nullable String containerFile,
            @Nullable String condaFile,
            @Nullable ContainerConfig frozenConfig,
            boolean freeze) {
        Remarks remarks = asked.remarks();
        return new RequestedContainer(
                origin instanceof Origin.Image(var typed, var _) ? typed : null,
                asked.platforms().shown(),
                remarks.towerEndpoint(),
                remarks.workspaceId(),
                typed(asked.repository()),
                typed(asked.cache()),
                remarks.fingerprint(),
                containerFile,
                condaFile,
                frozenConfig,
                freeze,
                remarks.timestamp().toInstant(),
                remarks.timestamp().getOffset().getId(),
                asked.caller().address());
    }

    private static @Nullable String typed(@Nullable RepositoryName repository) {
        return repository == null ? null : repository.typed();
    }
}
