package io.wave.api.container;

import io.wave.api.build.BuildContent;
import io.wave.api.build.BuildPlan;
import io.wave.api.content.VerifiedConfig;
import io.wave.api.freeze.Frozen;
import io.wave.api.name.ImageNames;
import io.wave.api.packages.BuildTemplate;
import io.wave.build.BuildCompression;
import io.wave.build.BuildFormat;
import io.wave.build.BuildSpec;
import io.wave.build.BuildSpec.StoredContext;
import io.wave.container.ContainerConfig;
import io.wave.container.ContainerId;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The image that a request for a build comes to.
 *
 * @param containerId what content and repository come to
 * @param target the image in full
 * @param typed the image with its repository as the user typed it, as clients expect it back
 * @param content what it is built from
 * @param frozen what a freeze has made of the content, null where the configuration is laid over the image at its pull
 * @param overlay the configuration, checked
 * @param platform what to build for
 * @param cacheRepository repository of layer caches, or null
 * @param format what kind of image it is
 * @param buildTemplate what the container file was made by, as it is shown, or null
 * @param parts for several platforms the images that its index lists, the first for {@code platform}; else none
 */
record WantedImage(
        ContainerId containerId,
        ImageReference target,
        String typed,
        BuildContent content,
        @Nullable Frozen frozen,
        VerifiedConfig overlay,
        Platform platform,
        @Nullable String cacheRepository,
        BuildFormat format,
        @Nullable String buildTemplate,
        List<WantedImage> parts) {

    /** The image of content that needs no configuration of its own. */
    static WantedImage of(
            SubmitRequest request, BuildContent content, VerifiedConfig overlay, Repositories repositories) {
        return of(request, content, null, null, overlay, repositories);
    }

    /**
     * The image of a freeze.
     *
     * @param config as the user sent it, which takes part in the id
     */
    static WantedImage frozen(
            SubmitRequest request,
            Frozen frozen,
            ContainerConfig config,
            VerifiedConfig overlay,
            Repositories repositories) {
        return of(request, frozen.content(), frozen, config, overlay, repositories);
    }

    private static WantedImage of(
            SubmitRequest request,
            BuildContent content,
            @Nullable Frozen frozen,
            @Nullable ContainerConfig config,
            VerifiedConfig overlay,
            Repositories repositories) {
        RepositoryName repository = repositories.target(request);
        Platform platform = RequestedPlatform.of(request);
        ContainerId id = ContainerId.of(
                content.containerFile(),
                content.condaFile(),
                platform.toString(),
                repository.typed(),
                request.buildContext(),
                config);
        String name = ImageNames.of(
                repository.typed(), id, content.condaFile(), repositories.strategy(request.nameStrategy(), repository));
        return new WantedImage(
                id,
                ImageReference.parse(name),
                request.isSingularity() ? "oras://" + name : name,
                content,
                frozen,
                overlay,
                platform,
                repositories.cache(request),
                request.isSingularity() ? BuildFormat.SINGULARITY : BuildFormat.DOCKER,
                BuildTemplate.shown(request.packages(), request.buildTemplate()),
                List.of());
    }

    /** The same image under another identity: for a platform, or for all of them where it has parts. */
    WantedImage as(ContainerId id, String name, Platform on, List<WantedImage> ofParts) {
        return new WantedImage(
                id,
                ImageReference.parse(name),
                name,
                content,
                frozen,
                overlay,
                on,
                cacheRepository,
                format,
                buildTemplate,
                ofParts);
    }

    /**
     * What a worker is told.
     *
     * @param config the configuration, its inline layers in the object store
     * @param tenant whose registry credentials the build may use
     */
    BuildPlan plan(
            @Nullable StoredContext context,
            ContainerConfig config,
            Duration runTimeout,
            @Nullable BuildCompression compression,
            String tenant) {
        boolean onlyAdds = format == BuildFormat.DOCKER && (compression == null || compression.isUsual());
        return new BuildPlan(
                containerId,
                target,
                content,
                platform,
                cacheRepository,
                context,
                tenant,
                runTimeout,
                frozen == null ? List.of() : Frozen.layers(config),
                compression,
                onlyAdds ? assembly(config) : null,
                format,
                buildTemplate,
                List.of());
    }

    private BuildSpec.@Nullable Assembly assembly(ContainerConfig config) {
        return frozen == null ? null : frozen.assembly(config).orElse(null);
    }
}
