package io.wave.api.token.workflow;

import io.wave.api.platform.PlatformId;
import io.wave.api.platform.call.PlatformLogin;
import io.wave.image.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A workflow of a Platform, as one of its users sees it.
 *
 * @param key what identifies workflow and user
 * @param login login of the user
 * @param workspace its workspace; the personal one of the user by default
 * @param id its id in the Platform
 */
record Workflow(String key, PlatformLogin login, Optional<Long> workspace, String id) {

    /** The workflow that a tenant names; empty if the id cannot be one. */
    static Optional<Workflow> named(String tenant, PlatformLogin login, Optional<Long> workspace, String id) {
        return PlatformId.isValid(id)
                ? Optional.of(new Workflow(key(tenant, workspace, id), login, workspace, id))
                : Optional.empty();
    }

    private static String key(String tenant, Optional<Long> workspace, String id) {
        String text =
                "%s\n%s\n%s".formatted(tenant, workspace.map(String::valueOf).orElse(""), id);
        return Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    /** Its path in the API of the Platform. */
    String path() {
        return "/workflow/%s%s"
                .formatted(id, workspace.map("?workspaceId=%d"::formatted).orElse(""));
    }
}
