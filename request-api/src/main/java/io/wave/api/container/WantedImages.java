package io.wave.api.container;

import io.wave.api.build.BuildContent;
import io.wave.api.caller.Caller;
import io.wave.api.content.VerifiedConfig;
import io.wave.api.freeze.Freezes;
import io.wave.api.freeze.Frozen;
import io.wave.api.registry.Destinations;
import io.wave.container.ContainerConfig;
import io.wave.image.Platform;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Works out which image a request comes to: frozen or not, for one platform or for several. */
@Component
class WantedImages {

    private static final String CACHE = "cacheRepository";

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
     * @param content what is built, empty for the freeze of an image
     * @param config as the user sent it, with what it includes
     * @param overlay the same, checked
     * @param caller whose credentials may be used
     */
    WantedImage of(
            SubmitRequest request,
            Optional<BuildContent> content,
            ContainerConfig config,
            VerifiedConfig overlay,
            Caller caller) {
        String cache = request.cacheRepository();
        if (cache != null) {
            destinations.requireKnown(CACHE, RepositoryName.parse(CACHE, cache).registry());
        }
        List<Platform> platforms = RequestedPlatform.all(request);
        WantedImage image = image(request, content, config, overlay, platforms.getFirst(), caller);
        return platforms.size() == 1
                ? image
                : IndexImage.of(
                        request,
                        config,
                        repositories,
                        image,
                        platforms,
                        each -> image(
                                request,
                                content,
                                config.on(each),
                                overlay.with(overlay.config().on(each)),
                                each,
                                caller));
    }

    private WantedImage image(
            SubmitRequest request,
            Optional<BuildContent> content,
            ContainerConfig config,
            VerifiedConfig overlay,
            Platform platform,
            Caller caller) {
        return request.isFreeze()
                ? WantedImage.frozen(
                        request,
                        freeze(request, content, config, platform, caller.tenant()),
                        config,
                        overlay,
                        repositories)
                : WantedImage.of(request, content.orElseThrow(), overlay, repositories);
    }

    private Frozen freeze(
            SubmitRequest request,
            Optional<BuildContent> content,
            ContainerConfig config,
            Platform platform,
            String tenant) {
        return content.map(file -> freezes.content(
                        request.hasPackages() ? "packages" : "containerFile",
                        file,
                        config,
                        platform,
                        tenant,
                        request.isSingularity()))
                .orElseGet(() -> freezes.image(
                        Objects.requireNonNull(request.containerImage()),
                        config,
                        platform,
                        tenant,
                        request.isSingularity()));
    }
}
