package io.wave.augment.derive;

import io.wave.augment.Content;
import io.wave.augment.Document;
import io.wave.augment.ImageConfig;
import io.wave.augment.ImageIndex;
import io.wave.augment.ImageManifest;
import io.wave.augment.ManifestException;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.registry.RegistryClient;
import io.wave.registry.RegistryException;
import reactor.core.publisher.Mono;

/** Finds the image of a platform behind a name, in indexes too. */
public final class PlatformImages {

    private static final int MAX_DEPTH = 3;

    private final SourceDocuments documents;

    /** Reads with this client. */
    public PlatformImages(RegistryClient registries) {
        this.documents = new SourceDocuments(registries);
    }

    /**
     * The image for the platform. Fails with a {@link RegistryException} if the registry does not give it, with a {@link
     * ManifestException} if there is none for the platform.
     *
     * @param tenant whose credentials are used
     */
    public Mono<PlatformImage> find(ImageReference image, Platform platform, String tenant) {
        return documents
                .manifest(image, tenant)
                .switchIfEmpty(Mono.error(() -> SourceDocuments.unknown(image)))
                .flatMap(content -> find(new Search(image, platform, tenant), content, 0));
    }

    private Mono<PlatformImage> find(Search search, Content content, int depth) {
        return switch (Document.parse(content)) {
            case ImageManifest manifest when manifest.isImage() -> image(search, manifest);
            case ImageIndex index when depth < MAX_DEPTH -> entry(search, index, depth);
            case ImageManifest _, ImageIndex _, Document.Unknown _ ->
                throw new ManifestException("'%s' is no container image".formatted(search.image()));
        };
    }

    private Mono<PlatformImage> image(Search search, ImageManifest manifest) {
        ImageReference own = search.image().at(manifest.source().digest());
        return documents.config(own, manifest, search.tenant()).map(config -> {
            if (!ImageConfig.parse(config).runsOn(search.platform())) {
                throw search.absent();
            }
            return new PlatformImage(own, manifest, config);
        });
    }

    private Mono<PlatformImage> entry(Search search, ImageIndex index, int depth) {
        ImageReference entry = index.entries().stream()
                .filter(found -> found.platform() != null && search.platform().matches(found.platform()))
                .map(found -> search.image().at(found.content().digest()))
                .findFirst()
                .orElseThrow(search::absent);
        return documents
                .manifest(entry, search.tenant())
                .switchIfEmpty(Mono.error(() -> SourceDocuments.unknown(entry)))
                .flatMap(content -> find(search, content, depth + 1));
    }

    private record Search(ImageReference image, Platform platform, String tenant) {

        ManifestException absent() {
            return new ManifestException("'%s' has no image for platform %s".formatted(image, platform));
        }
    }
}
