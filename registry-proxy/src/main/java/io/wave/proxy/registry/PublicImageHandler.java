package io.wave.proxy.registry;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Reference;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.blob.BlobRequest;
import io.wave.proxy.blob.SourceBlobs;
import io.wave.proxy.http.RegistryRequest;
import io.wave.proxy.http.Repository;
import io.wave.proxy.image.PublicManifests;
import io.wave.proxy.response.OciException;
import io.wave.proxy.response.RegistryResponse;
import io.wave.registry.access.RegistryAccess;
import reactor.core.publisher.Mono;

/**
 * Handles requests without a token, if the operator allows them: serves public images unchanged, never with configured
 * credentials.
 */
final class PublicImageHandler {

    private static final String ANY_TAG = "latest";

    private final boolean allowed;
    private final PublicManifests manifests;
    private final SourceBlobs blobs;
    private final RepositoryListings listings;

    PublicImageHandler(boolean allowed, PublicManifests manifests, SourceBlobs blobs, RepositoryListings listings) {
        this.allowed = allowed;
        this.manifests = manifests;
        this.blobs = blobs;
        this.listings = listings;
    }

    Mono<RegistryResponse> serve(
            Repository.WithoutToken repository, RegistryRequest.InRepository resource, RegistryExchange exchange) {
        if (!allowed) {
            throw new OciException(OciErrorCode.NAME_UNKNOWN, "token required: pull images from '/v2/wt/<token>/…'");
        }
        ImageReference image = image(repository);
        return switch (resource) {
            case RegistryRequest.Manifest(var _, var reference) -> manifest(image, reference, exchange.mustBeCurrent());
            case RegistryRequest.Blob(var _, Digest digest) -> blob(image, exchange.blobRequest(digest), exchange);
            case RegistryRequest.Tags tags ->
                listings.tags(image, RegistryAccess.NONE, tags.repository(), exchange.query());
            case RegistryRequest.Referrers(var _, Digest digest) ->
                listings.referrers(image, RegistryAccess.NONE, digest, exchange.query());
        };
    }

    private Mono<RegistryResponse> blob(ImageReference image, BlobRequest blob, RegistryExchange exchange) {
        return exchange.withPermit(blob, blobs.serve(image, blob, RegistryAccess.NONE));
    }

    private Mono<RegistryResponse> manifest(ImageReference image, Reference reference, boolean mustBeCurrent) {
        return manifests
                .get(image, reference, mustBeCurrent)
                .<RegistryResponse>map(found -> new RegistryResponse.Complete(found.content(), found.age()))
                .switchIfEmpty(Mono.error(() -> new OciException(
                        OciErrorCode.MANIFEST_UNKNOWN, "image '%s' not found".formatted(image.at(reference)))));
    }

    private static ImageReference image(Repository.WithoutToken repository) {
        try {
            return ImageReference.parse(repository.path() + ":" + ANY_TAG);
        } catch (IllegalArgumentException invalid) {
            throw new OciException(OciErrorCode.NAME_INVALID, String.valueOf(invalid.getMessage()));
        }
    }
}
