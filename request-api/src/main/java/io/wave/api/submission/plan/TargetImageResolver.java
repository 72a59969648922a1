package io.wave.api.submission.plan;

import io.wave.api.access.ImageSources;
import io.wave.api.containerfile.freeze.FreezeService;
import io.wave.api.containerfile.freeze.FrozenContent;
import io.wave.api.content.VerifiedConfig;
import io.wave.api.image.HostCheck;
import io.wave.api.submission.request.Origin;
import io.wave.api.submission.request.RepositoryName;
import io.wave.api.submission.request.Submission;
import io.wave.api.submission.rules.TargetRepositories;
import io.wave.container.ContainerConfig;
import io.wave.image.Platform;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Determines the image to build for a request: with or without freeze, for one platform or several. */
@Component
public class TargetImageResolver {

    private final FreezeService freezes;
    private final TargetRepositories repositories;
    private final HostCheck destinations;

    TargetImageResolver(FreezeService freezes, TargetRepositories repositories, HostCheck destinations) {
        this.freezes = freezes;
        this.repositories = repositories;
        this.destinations = destinations;
    }

    /**
     * The image of a request that needs a build.
     *
     * @param config the configuration as sent, with the layers of included images
     * @param overlay the same configuration, verified
     * @param sources what the image is made from
     */
    public TargetImage of(
            Submission.BuildSubmission submission,
            ContainerConfig config,
            VerifiedConfig overlay,
            ImageSources sources) {
        RepositoryName cache = submission.common().cache();
        if (cache != null) {
            destinations.requireKnown("cacheRepository", cache.registry());
        }
        Destination destination = Destination.of(submission, repositories, sources);
        List<Platform> platforms = submission.common().platforms().all();
        TargetImage image = image(submission, config, overlay, platforms.getFirst(), destination);
        TargetImage complete = platforms.size() == 1
                ? image
                : MultiPlatformImage.of(
                        submission,
                        config,
                        destination,
                        image,
                        platforms,
                        each -> image(
                                submission,
                                config.on(each),
                                overlay.with(overlay.config().on(each)),
                                each,
                                destination));
        Stream.concat(Stream.of(complete), complete.parts().stream())
                .forEach(each -> repositories.require(each.target(), sources));
        return complete;
    }

    private TargetImage image(
            Submission.BuildSubmission submission,
            ContainerConfig config,
            VerifiedConfig overlay,
            Platform platform,
            Destination destination) {
        return switch (submission) {
            case Submission.Build build -> TargetImage.of(build, platform, overlay, destination);
            case Submission.Freeze freeze ->
                TargetImage.of(freeze, platform, frozen(freeze, config, platform), config, overlay, destination);
        };
    }

    private FrozenContent frozen(Submission.Freeze freeze, ContainerConfig config, Platform platform) {
        String tenant = freeze.common().caller().tenant();
        boolean singularity = freeze.options().isSingularity();
        return switch (freeze.origin()) {
            case Origin.Text text ->
                freezes.content(text.field(), text.content(), config, platform, tenant, singularity);
            case Origin.Image image ->
                freezes.image(image.typed(), image.reference(), config, platform, tenant, singularity);
        };
    }
}
