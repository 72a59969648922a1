package io.wave.api.container;

import io.wave.api.build.BuildPlan;
import io.wave.build.BuildSpec.StoredContext;
import io.wave.container.ContainerId;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.token.RequestRecord;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The image that a request for a build comes to.
 *
 * @param containerId what content and repository come to
 * @param target the image in full
 * @param typed the image with its repository as the user typed it, as clients expect it back
 * @param containerFile text of the container file
 * @param platform what to build for
 * @param cacheRepository repository of layer caches, or null
 */
record WantedImage(
        ContainerId containerId,
        ImageReference target,
        String typed,
        String containerFile,
        Platform platform,
        @Nullable String cacheRepository) {

    static WantedImage of(SubmitRequest request, Repositories repositories) {
        RepositoryName repository = repositories.target(request);
        String containerFile = ContainerFile.decode(Objects.requireNonNull(request.containerFile()));
        Platform platform = RequestedPlatform.of(request);
        ContainerId id = ContainerId.of(
                containerFile, null, platform.toString(), repository.typed(), request.buildContext(), null);
        String typed = repository.typed() + ":" + id;
        return new WantedImage(
                id, ImageReference.parse(typed), typed, containerFile, platform, repositories.cache(request));
    }

    BuildPlan plan(@Nullable StoredContext context) {
        return new BuildPlan(
                containerId, target, containerFile, platform, cacheRepository, context, RequestRecord.ANONYMOUS);
    }
}
