package io.wave.api.token.view;

import io.wave.api.security.caller.Secret;
import io.wave.api.web.json.StrictBody;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /v1alpha2/container/{id}/lease}, for users of a Platform: the members with which the token was requested.
 *
 * @param towerAccessToken token of a Platform, or API token of a user
 * @param towerRefreshToken refresh token of the Platform
 * @param towerEndpoint URL of the API of the Platform
 * @param towerWorkspaceId workspace of the request; the personal one by default
 */
record LeaseRequest(
        @Nullable Secret towerAccessToken,
        @Nullable Secret towerRefreshToken,
        @Nullable String towerEndpoint,
        @Nullable Long towerWorkspaceId)
        implements StrictBody {

    /** That of a caller who sends none. */
    static final LeaseRequest NONE = new LeaseRequest(null, null, null, null);
}
