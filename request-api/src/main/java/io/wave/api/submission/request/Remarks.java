package io.wave.api.submission.request;

import io.wave.api.web.problem.ApiException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What a client says that has no effect and is shown again.
 *
 * @param towerEndpoint base URL of the Platform's API
 * @param workspaceId workspace of the credentials
 * @param fingerprint opaque
 * @param timestamp when the client says it asked
 */
public record Remarks(
        String towerEndpoint,
        @Nullable Long workspaceId,
        @Nullable String fingerprint,
        OffsetDateTime timestamp) {

    /**
     * Reads them.
     *
     * @param builds whether the request is one for a build
     * @throws ApiException 400 if the request of a build names no time as its own
     */
    public static Remarks of(SubmitRequest request, boolean builds, Instant now) {
        return new Remarks(
                PlatformEndpoint.of(request.towerEndpoint()),
                request.towerWorkspaceId(),
                request.fingerprint(),
                timestamp(request, builds, now));
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
