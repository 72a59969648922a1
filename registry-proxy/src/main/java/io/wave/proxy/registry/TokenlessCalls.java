package io.wave.proxy.registry;

import io.wave.augment.Content;
import io.wave.image.ImageReference;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.blob.BlobCall;
import io.wave.proxy.blob.StreamPlace;
import io.wave.proxy.blob.UpstreamBlobs;
import io.wave.proxy.http.RegistryCall;
import io.wave.proxy.http.Repository;
import io.wave.proxy.response.Answer;
import io.wave.proxy.response.OciException;
import io.wave.registry.RegistryAccess;
import io.wave.registry.RegistryClient;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** Calls without a token, where the operator allows them: a public image as it is, never with configured credentials. */
final class TokenlessCalls {

    private static final String ANY = "latest";

    private final boolean allowed;
    private final RegistryClient registries;
    private final UpstreamBlobs blobs;
    private final Listings listings;

    TokenlessCalls(boolean allowed, RegistryClient registries, UpstreamBlobs blobs, Listings listings) {
        this.allowed = allowed;
        this.registries = registries;
        this.blobs = blobs;
        this.listings = listings;
    }

    Mono<Answer> serve(
            Repository.Tokenless repository, RegistryCall.Within call, ServerHttpRequest http, StreamPlace place) {
        if (!allowed) {
            throw new OciException(OciErrorCode.NAME_UNKNOWN, "images are pulled under a token: '/v2/wt/<token>/…'");
        }
        ImageReference image = image(repository);
        return switch (call) {
            case RegistryCall.Manifest(var _, var reference) -> manifest(image.at(reference));
            case RegistryCall.Blob(var _, var digest) -> {
                BlobCall wanted = TokenedCalls.blobCall(digest, http);
                yield TokenedCalls.placed(wanted, place, blobs.serve(image, wanted, RegistryAccess.NONE));
            }
            case RegistryCall.Tags tags ->
                listings.tags(image, RegistryAccess.NONE, tags.repository(), http.getQueryParams());
            case RegistryCall.Referrers(var _, var digest) ->
                listings.referrers(image, RegistryAccess.NONE, digest, http.getQueryParams());
        };
    }

    private Mono<Answer> manifest(ImageReference image) {
        return registries
                .manifest(image, RegistryAccess.NONE)
                .<Answer>map(found -> new Answer.Whole(Content.of(found.mediaType(), found.bytes())))
                .switchIfEmpty(Mono.error(() ->
                        new OciException(OciErrorCode.MANIFEST_UNKNOWN, "repository '%s' not found".formatted(image))));
    }

    private static ImageReference image(Repository.Tokenless repository) {
        try {
            return ImageReference.parse(repository.path() + ":" + ANY);
        } catch (IllegalArgumentException outsideTheGrammar) {
            throw new OciException(OciErrorCode.NAME_INVALID, String.valueOf(outsideTheGrammar.getMessage()));
        }
    }
}
