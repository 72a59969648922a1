package io.wave.api.container;

import io.wave.api.caller.Caller;
import io.wave.api.problem.ApiException;
import io.wave.container.ContainerConfig;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
record RequestedContainer(
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

    static RequestedContainer of(SubmitRequest request, @Nullable WantedImage wanted, Caller caller, Instant now) {
        OffsetDateTime asked = timestamp(request, wanted != null, now);
        String platform = request.containerPlatform();
        return new RequestedContainer(
                request.containerImage(),
                platform == null ? "linux/amd64" : platform,
                PlatformEndpoint.of(request.towerEndpoint()),
                request.towerWorkspaceId(),
                request.buildRepository(),
                request.cacheRepository(),
                request.fingerprint(),
                wanted == null ? null : wanted.content().containerFile(),
                wanted == null ? null : wanted.content().condaFile(),
                wanted == null || wanted.frozen() == null
                        ? null
                        : wanted.overlay().config(),
                request.isFreeze(),
                asked.toInstant(),
                asked.getOffset().getId(),
                caller.address());
    }

    /** @throws ApiException 400 if the request of a build names no time as its own */
    static void requireTimestamp(SubmitRequest request) {
        var _ = timestamp(request, true, Instant.EPOCH);
    }

    /** A client's clock is only shown; a text that is no time is refused where it is part of a build's record. */
    private static OffsetDateTime timestamp(SubmitRequest request, boolean builds, Instant now) {
        String text = request.timestamp();
        if (text == null) {
            return now.atOffset(ZoneOffset.UTC);
        }
        try {
            return OffsetDateTime.parse(text);
        } catch (DateTimeException malformed) {
            if (builds) {
                throw ApiException.invalid("timestamp", "must be an ISO-8601 date and time with offset");
            }
            return now.atOffset(ZoneOffset.UTC);
        }
    }
}
