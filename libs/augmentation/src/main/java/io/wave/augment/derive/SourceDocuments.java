package io.wave.augment.derive;

import io.wave.augment.derive.DocumentCache.Kind;
import io.wave.augment.manifest.Content;
import io.wave.augment.manifest.ImageManifest;
import io.wave.augment.manifest.ManifestException;
import io.wave.image.ImageReference;
import io.wave.oci.DocumentLimits;
import io.wave.oci.MediaTypes;
import io.wave.oci.OciErrorCode;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.error.RegistryException;
import reactor.core.publisher.Mono;

/** Reads the documents of images from their registries. */
final class SourceDocuments {

    private static final int MAX_CONFIG_BYTES = DocumentLimits.MAX_BYTES;
    private static final int NOT_FOUND = 404;

    private final RegistryClient registries;
    private final DocumentCache cache;

    SourceDocuments(RegistryClient registries, DocumentCache cache) {
        this.registries = registries;
        this.cache = cache;
    }

    /** A manifest or index; empty if the registry does not have it. */
    Mono<Content> manifest(ImageReference image, String tenant) {
        Mono<Content> read = registries
                .manifest(image, new RegistryAccess(tenant))
                .map(found -> Content.of(found.mediaType(), found.bytes()));
        return image.pinned().isPresent() ? cached(Kind.MANIFEST, image, tenant, read) : read;
    }

    /** The documents of an image are counted for each image that is made of them. */
    private Mono<Content> cached(Kind kind, ImageReference image, String tenant, Mono<Content> read) {
        return cache.get(kind, image, tenant, registries.shared(read))
                .delayUntil(content -> registries.counted(image, content.bytes(), new RegistryAccess(tenant)));
    }

    /** The configuration of a manifest of the image. */
    Mono<byte[]> config(ImageReference image, ImageManifest manifest, String tenant) {
        var config = manifest.config();
        if (config.size() > MAX_CONFIG_BYTES) {
            throw new ManifestException("the image configuration exceeds %d bytes".formatted(MAX_CONFIG_BYTES));
        }
        Mono<Content> read = registries
                .content(
                        image.registry(),
                        image.repository(),
                        config.digest(),
                        MAX_CONFIG_BYTES,
                        new RegistryAccess(tenant))
                .map(bytes -> Content.of(MediaTypes.OCI_CONFIG, bytes));
        return cached(Kind.CONFIG, image.at(config.digest()), tenant, read)
                .map(Content::bytes)
                .switchIfEmpty(Mono.error(() -> new RegistryException(
                        OciErrorCode.BLOB_UNKNOWN,
                        NOT_FOUND,
                        "image configuration of '%s' not found".formatted(image))));
    }

    /** The failure for an image that does not exist. */
    static RegistryException unknown(ImageReference image) {
        return new RegistryException(
                OciErrorCode.MANIFEST_UNKNOWN, NOT_FOUND, "repository '%s' not found".formatted(image));
    }
}
