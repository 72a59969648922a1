package io.wave.api.submission.request;

import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.web.problem.ApiException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Values of a request that have no effect and are only stored and shown.
 *
 * @param towerEndpoint base URL of the Platform API
 * @param workspaceId workspace of the credentials
 * @param fingerprint opaque value of the client
 * @param timestamp time of the request, according to the client
 */
public record ClientInfo(
        String towerEndpoint,
        @Nullable Long workspaceId,
        @Nullable String fingerprint,
        OffsetDateTime timestamp) {

    /**
     * Reads the values from a request.
     *
     * @param builds whether the request needs a build
     * @throws ApiException 400 if the request needs a build and its timestamp is invalid
     */
    public static ClientInfo of(SubmitRequest request, boolean builds, Instant now) {
        return new ClientInfo(
                PlatformEndpoint.named(request.towerEndpoint()),
                request.towerWorkspaceId(),
                request.fingerprint(),
                timestamp(request, builds, now));
    }

    /**
     * The client's timestamp is only shown. An invalid one is rejected only if it would become part of a build's
     * record.
     */
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
