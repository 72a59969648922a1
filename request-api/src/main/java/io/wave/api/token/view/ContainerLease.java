package io.wave.api.token.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wave.token.ContainerToken;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long the token of a request is valid.
 *
 * @param requestId id of the request, which is also its token
 * @param expiration when the token expires, unless it is renewed again
 * @param maxExpiration latest time to which it can be renewed; absent if there is no limit
 */
record ContainerLease(
        ContainerToken requestId,
        Instant expiration,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant maxExpiration) {}
