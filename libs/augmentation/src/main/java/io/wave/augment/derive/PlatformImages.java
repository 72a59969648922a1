package io.wave.augment.derive;

import io.wave.augment.ImageConfig;
import io.wave.augment.manifest.AbsentPlatformException;
import io.wave.augment.manifest.Document;
import io.wave.augment.manifest.ImageIndex;
import io.wave.augment.manifest.ImageManifest;
import io.wave.augment.manifest.ManifestException;
import io.wave.augment.manifest.NoImageException;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.oci.OciErrorCode;
import io.wave.registry.RegistryClient;
import io.wave.registry.error.RegistryException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds the image of a platform for a name, in indexes too. For index entries without platform, the image configuration
 * decides.
 */
public final class PlatformImages {

    private static final int MAX_DEPTH = 3;
    /** Maximum number of index entries without platform that are read. */
    private static final int MAX_LOOKS = 16;

    private final RegistryClient registries;
    private final SourceDocuments documents;

    /** @param registries client for reading documents */
    public PlatformImages(RegistryClient registries) {
        this(registries, DocumentCache.NONE);
    }

    /**
     * @param registries client for reading documents
     * @param cache documents that need not be read again, if the caller knows by other means that the tenant may read them
     */
    public PlatformImages(RegistryClient registries, DocumentCache cache) {
        this(registries, new SourceDocuments(registries, cache));
    }

    PlatformImages(RegistryClient registries, SourceDocuments documents) {
        this.registries = registries;
        this.documents = documents;
    }

    /**
     * The image for the platform. Fails with a {@link RegistryException} if a call to the registry fails, with an {@link
     * AbsentPlatformException} if there is none for the platform, with a {@link NoImageException} if it is not an image, and with
     * another {@link ManifestException} if it is invalid.
     *
     * @param tenant tenant whose credentials are used
     */
    public Mono<PlatformImage> find(ImageReference image, Platform platform, String tenant) {
        return registries.limitingMemory(Mono.defer(() -> documents
                .manifest(image, tenant)
                .switchIfEmpty(Mono.error(() -> SourceDocuments.unknown(image)))
                .flatMap(content -> find(new Search(image, platform, tenant), Document.parse(content), 0))));
    }

    /** Completes if the index has an image for the platform. */
    Mono<Void> require(ImageReference image, Platform platform, String tenant, ImageIndex index) {
        Search search = new Search(image, platform, tenant);
        return search.in(index).isPresent()
                ? Mono.empty()
                : withoutPlatform(search, index.entries(), 0).then();
    }

    private Mono<PlatformImage> find(Search search, Document document, int depth) {
        return switch (document) {
            case ImageManifest manifest when manifest.isImage() -> image(search, manifest);
            case ImageIndex index when depth < MAX_DEPTH -> among(search, index, depth);
            case ImageIndex _ -> Mono.error(() -> new ManifestException("the image index has too many levels"));
            case ImageManifest artifact -> Mono.error(() -> NoImageException.of(search.image(), artifact));
            case Document.Unknown _ -> Mono.error(() -> new NoImageException(search.image()));
        };
    }

    private Mono<PlatformImage> image(Search search, ImageManifest manifest) {
        ImageReference own = search.image().at(manifest.source().digest());
        return documents.config(own, manifest, search.tenant()).map(bytes -> {
            ImageConfig config = ImageConfig.parse(bytes);
            if (!config.runsOn(search.platform())) {
                throw search.absent(config.platform().stream().toList());
            }
            return new PlatformImage(own, manifest, bytes);
        });
    }

    /** The first entry for the platform, otherwise the first matching one of those without platform. */
    private Mono<PlatformImage> among(Search search, ImageIndex index, int depth) {
        return search.in(index)
                .map(entry -> entry(search, entry, depth))
                .orElseGet(() -> withoutPlatform(search, index.entries(), depth));
    }

    private Mono<PlatformImage> withoutPlatform(Search search, List<ImageIndex.Entry> entries, int depth) {
        Set<Platform> present = new LinkedHashSet<>();
        entries.stream()
                .map(ImageIndex.Entry::platform)
                .filter(Objects::nonNull)
                .forEach(present::add);
        return Flux.fromStream(() -> entries.stream()
                        .filter(entry -> entry.platform() == null)
                        .limit(MAX_LOOKS))
                .concatMap(
                        entry -> entry(search, entry, depth).onErrorResume(PlatformImages::isSkipped, other -> {
                            if (other instanceof AbsentPlatformException absent) {
                                present.addAll(absent.present());
                            }
                            return Mono.empty();
                        }),
                        0)
                .next()
                .switchIfEmpty(Mono.error(() -> search.absent(present)));
    }

    /** Entries that the registry does not have are skipped as well. */
    private static boolean isSkipped(Throwable error) {
        return error instanceof ManifestException
                || (error instanceof RegistryException failure && failure.code() == OciErrorCode.MANIFEST_UNKNOWN);
    }

    private Mono<PlatformImage> entry(Search search, ImageIndex.Entry entry, int depth) {
        ImageReference image = search.image().at(entry.content().digest());
        return documents
                .manifest(image, search.tenant())
                .switchIfEmpty(Mono.error(() -> SourceDocuments.unknown(image)))
                .flatMap(content -> find(search, Document.parse(content), depth + 1));
    }

    private record Search(ImageReference image, Platform platform, String tenant) {

        Optional<ImageIndex.Entry> in(ImageIndex index) {
            return index.entries().stream()
                    .filter(entry -> entry.platform() != null && platform.matches(entry.platform()))
                    .findFirst();
        }

        AbsentPlatformException absent(Collection<Platform> present) {
            return new AbsentPlatformException(image, platform, present);
        }
    }
}
