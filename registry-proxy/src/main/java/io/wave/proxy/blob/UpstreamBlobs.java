package io.wave.proxy.blob;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.proxy.image.RegistryLookups;
import io.wave.proxy.response.RegistryResponse;
import io.wave.proxy.response.UnsatisfiableRangeException;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.blob.BlobResponse;
import io.wave.registry.blob.VerifiedContent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Serves blobs from their registry: as a redirect if the registry sends one, otherwise streamed and verified on the
 * way.
 */
final class UpstreamBlobs implements SourceBlobs {

    private static final int OK = 200;

    private final RegistryClient registries;
    private final RegistryLookups lookups;

    UpstreamBlobs(RegistryClient registries, RegistryLookups lookups) {
        this.registries = registries;
        this.lookups = lookups;
    }

    @Override
    public Mono<RegistryResponse> find(ImageReference image, BlobRequest blob, RegistryAccess access) {
        return switch (blob.kind()) {
            case REVALIDATE -> revalidate(image, blob, access);
            case HEAD -> head(image, blob, access);
            case GET -> get(image, blob, access);
        };
    }

    /** The client has the content already: it only matters whether the registry would serve it. */
    private Mono<RegistryResponse> revalidate(ImageReference image, BlobRequest blob, RegistryAccess access) {
        return lookups.servesBlob(image, blob.digest(), access).map(_ -> notModified(blob));
    }

    private static RegistryResponse notModified(BlobRequest blob) {
        return new RegistryResponse.NotModified(blob.digest());
    }

    private Mono<RegistryResponse> head(ImageReference image, BlobRequest blob, RegistryAccess access) {
        return lookups.headBlob(image, blob.digest(), access)
                .map(found -> new RegistryResponse.StreamedBlob(blob.digest(), OK, found.length(), null, Flux.empty()));
    }

    private Mono<RegistryResponse> get(ImageReference image, BlobRequest blob, RegistryAccess access) {
        return registries
                .blob(image.registry(), image.repository(), blob.digest(), blob.range(), access)
                .map(found -> switch (found) {
                    case BlobResponse.Redirect(var location, int status) ->
                        new RegistryResponse.Redirect(status, location);
                    case BlobResponse.Body body -> stream(body, blob.digest());
                })
                .onErrorResume(RegistryLookups::isRangeNotSatisfiable, error -> addLength(image, blob, access, error));
    }

    /** The registry client does not pass on the length in a 416 response, so the registry is asked for it. */
    private Mono<RegistryResponse> addLength(
            ImageReference image, BlobRequest blob, RegistryAccess access, Throwable error) {
        return lookups.headBlob(image, blob.digest(), access)
                .filter(found -> found.length() >= 0)
                .<RegistryResponse>flatMap(found -> Mono.error(new UnsatisfiableRangeException(found.length())))
                .switchIfEmpty(Mono.error(error));
    }

    /** Partial content cannot be verified against the digest of the whole; that is left to the client. */
    private static RegistryResponse stream(BlobResponse.Body body, Digest digest) {
        var content = body.status() == OK ? VerifiedContent.of(body.content(), digest, body.length()) : body.content();
        return new RegistryResponse.StreamedBlob(
                digest, body.status(), body.length(), body.contentRange().orElse(null), content);
    }
}
