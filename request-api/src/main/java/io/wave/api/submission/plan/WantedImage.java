package io.wave.api.submission.plan;

import io.wave.api.containerfile.BuildContent;
import io.wave.api.containerfile.freeze.Frozen;
import io.wave.api.containerfile.naming.ImageNames;
import io.wave.api.content.VerifiedConfig;
import io.wave.api.submission.request.RepositoryName;
import io.wave.api.submission.request.Submission;
import io.wave.api.submission.rules.Repositories;
import io.wave.build.BuildCompression;
import io.wave.build.BuildFormat;
import io.wave.build.BuildOutput;
import io.wave.build.BuildSource;
import io.wave.build.BuildSpec;
import io.wave.build.BuildSpec.StoredContext;
import io.wave.build.BuildWork;
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
 * @param source what it is built from, without the files that are not in the object store yet
 * @param output what kind of image it is
 * @param frozen what a freeze has made of the content, null where the configuration is laid over the image at its pull
 * @param overlay the configuration, checked
 * @param parts for several platforms the images that its index lists, the first for the platform of {@code output}; else
 *     none
 */
public record WantedImage(
        ContainerId containerId,
        ImageReference target,
        String typed,
        BuildSource source,
        BuildOutput output,
        @Nullable Frozen frozen,
        VerifiedConfig overlay,
        List<WantedImage> parts) {

    /** The image of content that needs no configuration of its own. */
    static WantedImage of(
            Submission.Build build, Platform platform, VerifiedConfig overlay, Repositories repositories) {
        return of(build, platform, build.origin().content(), null, null, overlay, repositories);
    }

    /**
     * The image of a freeze.
     *
     * @param config as the user sent it, which takes part in the id
     */
    static WantedImage of(
            Submission.Freeze freeze,
            Platform platform,
            Frozen frozen,
            ContainerConfig config,
            VerifiedConfig overlay,
            Repositories repositories) {
        return of(freeze, platform, frozen.content(), frozen, config, overlay, repositories);
    }

    private static WantedImage of(
            Submission.Made made,
            Platform platform,
            BuildContent content,
            @Nullable Frozen frozen,
            @Nullable ContainerConfig config,
            VerifiedConfig overlay,
            Repositories repositories) {
        Submission.Product product = made.product();
        RepositoryName repository = repositories.target(made);
        ContainerId id = ContainerId.of(
                content.containerFile(),
                content.condaFile(),
                platform.toString(),
                repository.typed(),
                product.context(),
                config);
        String name = ImageNames.of(
                repository.typed(), id, content.condaFile(), repositories.strategy(product.strategy(), repository));
        return new WantedImage(
                id,
                ImageReference.parse(name),
                product.isSingularity() ? "oras://" + name : name,
                new BuildSource(content.containerFile(), content.condaFile(), null, null, product.template()),
                new BuildOutput(
                        platform,
                        product.isSingularity() ? BuildFormat.SINGULARITY : null,
                        product.compression(),
                        repositories.cache(made.asked())),
                frozen,
                overlay,
                List.of());
    }

    /** The same image under another identity: for a platform, or for all of them where it has parts. */
    WantedImage as(ContainerId id, String name, Platform on, List<WantedImage> ofParts) {
        return new WantedImage(id, ImageReference.parse(name), name, source, output.on(on), frozen, overlay, ofParts);
    }

    /**
     * What a worker has to do.
     *
     * @param context the build context in the object store
     * @param config the configuration, its inline layers in the object store
     * @param tenant whose registry credentials the build may use
     */
    public BuildWork work(@Nullable StoredContext context, ContainerConfig config, String tenant, Duration runTimeout) {
        BuildSource complete =
                frozen == null ? source.with(context, List.of()) : source.with(context, Frozen.layers(config));
        return new BuildWork(target, complete, output, onlyAdds() ? assembly(config) : null, tenant, runTimeout);
    }

    private boolean onlyAdds() {
        BuildCompression compression = output.compression();
        return output.format() == null && (compression == null || compression.isUsual());
    }

    private BuildSpec.@Nullable Assembly assembly(ContainerConfig config) {
        return frozen == null ? null : frozen.assembly(config).orElse(null);
    }
}
