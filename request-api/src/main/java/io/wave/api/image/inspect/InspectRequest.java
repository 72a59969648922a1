package io.wave.api.image.inspect;

import io.wave.api.security.caller.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /v1alpha1/inspect}.
 *
 * @param containerImage image to inspect
 * @param towerAccessToken API token of a user, or a Platform access token
 * @param towerEndpoint base URL of the Platform API
 * @param towerWorkspaceId workspace of the credentials
 */
record InspectRequest(
        @Nullable String containerImage,
        @Nullable Secret towerAccessToken,
        @Nullable String towerEndpoint,
        @Nullable Long towerWorkspaceId) {}
