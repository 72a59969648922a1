package io.wave.api.container;

import io.wave.api.build.BuildContent;
import io.wave.api.build.BuildPlan;
import io.wave.api.name.ImageNames;
import io.wave.build.BuildSpec.StoredContext;
import io.wave.container.ContainerConfig;
import io.wave.container.ContainerId;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.token.RequestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The image that a request for a build comes to.
 *
 * @param containerId what content and repository come to
 * @param target the image in full
 * @param typed the image with its repository as the user typed it, as clients expect it back
 * @param content what it is built from
 * @param config what is laid over it, as the user sent it
 * @param platform what to build for
 * @param cacheRepository repository of layer caches, or null
 */
record WantedImage(
        ContainerId containerId,
        ImageReference target,
        String typed,
        BuildContent content,
        ContainerConfig config,
        Platform platform,
        @Nullable String cacheRepository) {

    static WantedImage of(
            SubmitRequest request, BuildContent content, ContainerConfig config, Repositories repositories) {
        RepositoryName repository = repositories.target(request);
        Platform platform = RequestedPlatform.of(request);
        ContainerId id = ContainerId.of(
                content.containerFile(),
                content.condaFile(),
                platform.toString(),
                repository.typed(),
                request.buildContext(),
                request.isFreeze() ? config : null);
        String typed = ImageNames.of(repository.typed(), id, content.condaFile(), request.nameStrategy());
        return new WantedImage(
                id, ImageReference.parse(typed), typed, content, config, platform, repositories.cache(request));
    }

    BuildPlan plan(@Nullable StoredContext context) {
        return new BuildPlan(containerId, target, content, platform, cacheRepository, context, RequestRecord.ANONYMOUS);
    }
}
