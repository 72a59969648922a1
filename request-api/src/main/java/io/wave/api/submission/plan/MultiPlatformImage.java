package io.wave.api.submission.plan;

import io.wave.api.containerfile.naming.ImageNames;
import io.wave.api.submission.request.Submission;
import io.wave.container.ContainerConfig;
import io.wave.container.ContainerId;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Multi-platform images: names and ids of the index and of the image for each platform. All of them are pushed to the
 * same repository.
 */
final class MultiPlatformImage {

    private MultiPlatformImage() {}

    /**
     * The multi-platform image for these platforms.
     *
     * @param config the configuration as sent; part of the ids of a freeze
     * @param image the image for the first platform
     * @param part the image for each platform
     */
    static TargetImage of(
            Submission.BuildSubmission submission,
            ContainerConfig config,
            Destination destination,
            TargetImage image,
            List<Platform> platforms,
            Function<Platform, TargetImage> part) {
        String repository = image.target().name();
        List<TargetImage> parts = platforms.stream()
                .map(platform -> part(submission, config.on(platform), repository, part.apply(platform), platform))
                .toList();
        String joined = platforms.stream().map(Platform::toString).collect(Collectors.joining(","));
        ContainerId id = id(submission, config, repository, image, joined);
        String name = ImageReference.parse(ImageNames.of(
                        destination.repository().typed(), id, image.source().condaFile(), destination.strategy()))
                .toString();
        return image.as(id, name, platforms.getFirst(), parts);
    }

    private static TargetImage part(
            Submission.BuildSubmission submission,
            ContainerConfig config,
            String repository,
            TargetImage image,
            Platform platform) {
        ContainerId id = id(submission, config, repository, image, platform.toString());
        String name = ImageNames.of(repository, id, image.source().condaFile(), null);
        return image.as(id, name, platform, List.of());
    }

    private static ContainerId id(
            Submission.BuildSubmission submission,
            ContainerConfig config,
            String repository,
            TargetImage image,
            String platform) {
        @Nullable ContainerConfig baked = submission.isFreeze() ? config : null;
        return ContainerId.of(
                image.source().containerFile(),
                image.source().condaFile(),
                platform,
                repository,
                submission.options().context(),
                baked);
    }
}
