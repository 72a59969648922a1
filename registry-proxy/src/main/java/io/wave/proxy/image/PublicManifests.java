package io.wave.proxy.image;

import io.wave.augment.derive.DocumentCache;
import io.wave.augment.derive.DocumentCache.Kind;
import io.wave.augment.manifest.Content;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Reference;
import io.wave.image.Tag;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Unchanged manifests of public images, without credentials. The registry is asked for the digest of a tag each time, and for a manifest
 * once in a while.
 */
public final class PublicManifests {

    private final RegistryClient registries;
    private final RegistryLookups lookups;
    private final DocumentCache documents;

    PublicManifests(RegistryClient registries, RegistryLookups lookups, DocumentCache documents) {
        this.registries = registries;
        this.lookups = lookups;
        this.documents = documents;
    }

    /**
     * The manifest of a tag or digest; empty if the registry does not have it.
     *
     * @param mustBeCurrent whether only what the registry says of a tag now is of use
     */
    public Mono<PublicManifest> get(ImageReference image, Reference reference, boolean mustBeCurrent) {
        return switch (reference) {
            case Digest digest -> read(image.at(digest)).map(content -> new PublicManifest(content, Optional.empty()));
            case Tag tag ->
                lookups.resolve(image, tag, RegistryAccess.NONE, mustBeCurrent)
                        .flatMap(found -> read(image.at(found.manifest().digest()))
                                .map(content -> new PublicManifest(content, found.age())));
        };
    }

    private Mono<Content> read(ImageReference pinned) {
        return documents.get(
                Kind.MANIFEST,
                pinned,
                RegistryAccess.NONE.tenant(),
                registries
                        .manifest(pinned, RegistryAccess.NONE)
                        .map(found -> Content.of(found.mediaType(), found.bytes())));
    }

    /**
     * A manifest.
     *
     * @param content its bytes
     * @param age time since the registry has said that the tag refers to it, if it does not do so now
     */
    public record PublicManifest(Content content, Optional<Duration> age) {}
}
