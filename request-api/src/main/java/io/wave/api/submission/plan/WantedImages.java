package io.wave.api.submission.plan;

import io.wave.api.containerfile.freeze.Freezes;
import io.wave.api.containerfile.freeze.Frozen;
import io.wave.api.content.VerifiedConfig;
import io.wave.api.image.Destinations;
import io.wave.api.submission.request.Origin;
import io.wave.api.submission.request.RepositoryName;
import io.wave.api.submission.request.Submission;
import io.wave.api.submission.rules.Repositories;
import io.wave.container.ContainerConfig;
import io.wave.image.Platform;
import java.util.List;
import org.springframework.stereotype.Component;

/** Works out which image a request comes to: frozen or not, for one platform or for several. */
@Component
public class WantedImages {

    private final Freezes freezes;
    private final Repositories repositories;
    private final Destinations destinations;

    WantedImages(Freezes freezes, Repositories repositories, Destinations destinations) {
        this.freezes = freezes;
        this.repositories = repositories;
        this.destinations = destinations;
    }

    /**
     * The image of a request that needs a build.
     *
     * @param config as the user sent it, with what it includes
     * @param overlay the same, checked
     */
    public WantedImage of(Submission.Made made, ContainerConfig config, VerifiedConfig overlay) {
        RepositoryName cache = made.asked().cache();
        if (cache != null) {
            destinations.requireKnown("cacheRepository", cache.registry());
        }
        List<Platform> platforms = made.asked().platforms().all();
        WantedImage image = image(made, config, overlay, platforms.getFirst());
        return platforms.size() == 1
                ? image
                : IndexImage.of(
                        made,
                        config,
                        repositories,
                        image,
                        platforms,
                        each -> image(
                                made,
                                config.on(each),
                                overlay.with(overlay.config().on(each)),
                                each));
    }

    private WantedImage image(Submission.Made made, ContainerConfig config, VerifiedConfig overlay, Platform platform) {
        return switch (made) {
            case Submission.Build build -> WantedImage.of(build, platform, overlay, repositories);
            case Submission.Freeze freeze ->
                WantedImage.of(freeze, platform, frozen(freeze, config, platform), config, overlay, repositories);
        };
    }

    private Frozen frozen(Submission.Freeze freeze, ContainerConfig config, Platform platform) {
        String tenant = freeze.asked().caller().tenant();
        boolean singularity = freeze.product().isSingularity();
        return switch (freeze.origin()) {
            case Origin.Text text ->
                freezes.content(text.field(), text.content(), config, platform, tenant, singularity);
            case Origin.Image image -> freezes.image(image.typed(), config, platform, tenant, singularity);
        };
    }
}
