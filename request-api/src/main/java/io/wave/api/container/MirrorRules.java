package io.wave.api.container;

import static io.wave.api.container.Rule.require;

/** The rules of requests to mirror an image. */
final class MirrorRules {

    private MirrorRules() {}

    static void check(SubmitRequest request, ApiVersion version) {
        require(version == ApiVersion.V2, "mirror", "is not allowed on the legacy endpoint");
        require(request.hasImage(), "containerImage", "must be given for a mirror");
        require(request.hasToken(), "towerAccessToken", "must be given for a mirror");
        require(!request.isFreeze(), "freeze", "cannot be combined with mirror");
        require(!request.hasFile(), "containerFile", "cannot be combined with mirror");
        require(!request.hasIncludes(), "containerIncludes", "cannot be combined with mirror");
        require(request.config().isEmpty(), "containerConfig", "cannot be combined with mirror");
        require(request.buildRepository() != null, "buildRepository", "must be given for a mirror");
    }
}
