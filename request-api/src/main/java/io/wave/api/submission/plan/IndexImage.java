package io.wave.api.submission.plan;

import io.wave.api.containerfile.naming.ImageNames;
import io.wave.api.containerfile.naming.NameStrategy;
import io.wave.api.submission.request.RepositoryName;
import io.wave.api.submission.request.Submission;
import io.wave.api.submission.rules.Repositories;
import io.wave.container.ContainerConfig;
import io.wave.container.ContainerId;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Images for several platforms: what they and their parts are called (api.md §8.3 and §9.5 of the protocol). All of them
 * are in the repository that an image for one platform would be in.
 */
final class IndexImage {

    private IndexImage() {}

    /**
     * The image for all of these platforms.
     *
     * @param config as the user sent it, which takes part in the ids of a freeze
     * @param image the image as if it were for the first of them alone
     * @param part the same for each of them
     */
    static WantedImage of(
            Submission.Made made,
            ContainerConfig config,
            Repositories repositories,
            WantedImage image,
            List<Platform> platforms,
            Function<Platform, WantedImage> part) {
        String repository = image.target().name();
        List<WantedImage> parts = platforms.stream()
                .map(platform -> part(made, config.on(platform), repository, part.apply(platform), platform))
                .toList();
        String joined = platforms.stream().map(Platform::toString).collect(Collectors.joining(","));
        ContainerId id = id(made, config, repository, image, joined);
        RepositoryName asked = repositories.target(made);
        NameStrategy strategy = repositories.strategy(made.product().strategy(), asked);
        String name = ImageReference.parse(
                        ImageNames.of(asked.typed(), id, image.source().condaFile(), strategy))
                .toString();
        return image.as(id, name, platforms.getFirst(), parts);
    }

    private static WantedImage part(
            Submission.Made made, ContainerConfig config, String repository, WantedImage image, Platform platform) {
        ContainerId id = id(made, config, repository, image, platform.toString());
        String name = ImageNames.of(repository, id, image.source().condaFile(), null);
        return image.as(id, name, platform, List.of());
    }

    private static ContainerId id(
            Submission.Made made, ContainerConfig config, String repository, WantedImage image, String platform) {
        @Nullable ContainerConfig baked = made.isFreeze() ? config : null;
        return ContainerId.of(
                image.source().containerFile(),
                image.source().condaFile(),
                platform,
                repository,
                made.product().context(),
                baked);
    }
}
