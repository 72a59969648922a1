package io.wave.api.container;

import static io.wave.api.container.Rule.require;

import io.wave.image.ImageReference;
import java.util.Objects;

/** The rules of requests to mirror an image. */
final class MirrorRules {

    private static final String TARGET = "buildRepository";

    private MirrorRules() {}

    static void check(SubmitRequest request, ApiVersion version, Repositories repositories) {
        require(version == ApiVersion.V2, "mirror", "is not allowed on the legacy endpoint");
        require(request.hasImage(), "containerImage", "must be given for a mirror");
        require(request.hasToken(), "towerAccessToken", "must be given for a mirror");
        require(!request.isFreeze(), "freeze", "cannot be combined with mirror");
        require(!request.hasFile(), "containerFile", "cannot be combined with mirror");
        require(!request.hasIncludes(), "containerIncludes", "cannot be combined with mirror");
        require(request.config().isEmpty(), "containerConfig", "cannot be combined with mirror");
        require(request.buildRepository() != null, TARGET, "must be given for a mirror");
        target(request, repositories);
    }

    /** A whole registry is a place for mirrors too. */
    private static void target(SubmitRequest request, Repositories repositories) {
        RepositoryName target = RepositoryName.orRegistry(TARGET, Objects.requireNonNull(request.buildRepository()));
        ImageReference source = RequestRules.image(Objects.requireNonNull(request.containerImage()));
        require(
                !target.registry().equals(source.registry()),
                TARGET,
                () -> "must be in another registry than containerImage: '%s'".formatted(source.registry()));
        require(
                target.isRegistry() || repositories.isCustom(target.typed()),
                TARGET,
                "must not be one of the server's own for a mirror");
    }
}
