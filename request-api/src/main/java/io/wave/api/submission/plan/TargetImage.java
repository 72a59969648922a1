package io.wave.api.submission.plan;

import io.wave.api.containerfile.BuildContent;
import io.wave.api.containerfile.freeze.FrozenContent;
import io.wave.api.containerfile.naming.ImageNames;
import io.wave.api.content.VerifiedConfig;
import io.wave.api.submission.request.RepositoryName;
import io.wave.api.submission.request.Submission;
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
 * The image to build for a request.
 *
 * @param containerId hash of the content and the repository
 * @param target full name of the image
 * @param typed the image name with the repository as the user wrote it, which clients expect in the response
 * @param source what the image is built from, without files that are not in the object store yet
 * @param output platform and format of the image
 * @param frozen the content of a freeze; null if the proxy adds the configuration when the image is pulled
 * @param overlay the verified configuration
 * @param parts the images of a multi-platform image, the one for the platform of {@code output} first; empty for a
 *     single image
 */
public record TargetImage(
        ContainerId containerId,
        ImageReference target,
        String typed,
        BuildSource source,
        BuildOutput output,
        @Nullable FrozenContent frozen,
        VerifiedConfig overlay,
        List<TargetImage> parts) {

    /** An image whose content does not contain the configuration. */
    static TargetImage of(Submission.Build build, Platform platform, VerifiedConfig overlay, Destination destination) {
        return of(build, platform, build.origin().content(), null, null, overlay, destination);
    }

    /**
     * The image of a freeze.
     *
     * @param config the configuration as sent, which is part of the id
     */
    static TargetImage of(
            Submission.Freeze freeze,
            Platform platform,
            FrozenContent frozen,
            ContainerConfig config,
            VerifiedConfig overlay,
            Destination destination) {
        return of(freeze, platform, frozen.content(), frozen, config, overlay, destination);
    }

    private static TargetImage of(
            Submission.BuildSubmission submission,
            Platform platform,
            BuildContent content,
            @Nullable FrozenContent frozen,
            @Nullable ContainerConfig config,
            VerifiedConfig overlay,
            Destination destination) {
        Submission.BuildOptions options = submission.options();
        RepositoryName repository = destination.repository();
        ContainerId id = ContainerId.of(
                content.containerFile(),
                content.condaFile(),
                platform.toString(),
                repository.typed(),
                options.context(),
                config);
        String name = ImageNames.of(repository.typed(), id, content.condaFile(), destination.strategy());
        return new TargetImage(
                id,
                ImageReference.parse(name),
                typed(name, options.isSingularity()),
                new BuildSource(content.containerFile(), content.condaFile(), null, null, options.template()),
                new BuildOutput(
                        platform,
                        options.isSingularity() ? BuildFormat.SINGULARITY : null,
                        options.compression(),
                        destination.cache()),
                frozen,
                overlay,
                List.of());
    }

    /** A copy with another id and name: for one platform, or for all platforms of {@code ofParts}. */
    TargetImage as(ContainerId id, String name, Platform on, List<TargetImage> ofParts) {
        return new TargetImage(
                id,
                ImageReference.parse(name),
                typed(name, output.format() == BuildFormat.SINGULARITY),
                source,
                output.on(on),
                frozen,
                overlay,
                ofParts);
    }

    private static String typed(String name, boolean singularity) {
        return singularity ? "oras://" + name : name;
    }

    /**
     * The work for a worker.
     *
     * @param context the build context in the object store
     * @param config the configuration, with inline layers in the object store
     * @param tenant tenant whose registry credentials the build may use
     */
    public BuildWork work(@Nullable StoredContext context, ContainerConfig config, String tenant, Duration runTimeout) {
        BuildSource complete =
                frozen == null ? source.with(context, List.of()) : source.with(context, FrozenContent.layers(config));
        return new BuildWork(target, complete, output, onlyAdds() ? assembly(config) : null, tenant, null, runTimeout);
    }

    private boolean onlyAdds() {
        BuildCompression compression = output.compression();
        return output.format() == null && (compression == null || compression.isUsual());
    }

    private BuildSpec.@Nullable Assembly assembly(ContainerConfig config) {
        return frozen == null ? null : frozen.assembly(config).orElse(null);
    }
}
