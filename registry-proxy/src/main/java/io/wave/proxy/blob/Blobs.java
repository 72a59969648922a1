package io.wave.proxy.blob;

import io.wave.augment.manifest.Content;
import io.wave.proxy.image.Manifests;
import io.wave.proxy.image.Manifests.Kind;
import io.wave.proxy.image.TokenScope;
import io.wave.proxy.response.RegistryResponse;
import io.wave.registry.access.RegistryAccess;
import io.wave.token.RequestRecord;
import reactor.core.publisher.Mono;

/** The blobs of the image behind a token. */
public final class Blobs {

    private final InjectedLayers layers;
    private final Manifests manifests;
    private final TokenScope scope;
    private final SourceBlobs upstream;

    Blobs(InjectedLayers layers, Manifests manifests, TokenScope scope, SourceBlobs upstream) {
        this.layers = layers;
        this.manifests = manifests;
        this.scope = scope;
        this.upstream = upstream;
    }

    /** Finds the blob: an injected layer, a generated configuration, or a blob of the source registry. */
    public Mono<RegistryResponse> serve(RequestRecord request, BlobRequest blob) {
        RegistryAccess access = new RegistryAccess(request.tenant());
        return layers.serve(request, blob)
                .switchIfEmpty(Mono.defer(() -> complete(manifests.derived(request, blob.digest(), Kind.CONFIG))))
                .switchIfEmpty(Mono.defer(() -> scope.hasBlob(request, blob.digest())
                        .filter(Boolean::booleanValue)
                        .flatMap(_ -> upstream.find(request.image(), blob.until(request.expiresAt()), access))))
                .switchIfEmpty(
                        Mono.defer(() -> complete(manifests.derivedForOtherTags(request, blob.digest(), Kind.CONFIG))))
                .switchIfEmpty(Mono.error(() -> SourceBlobs.notFound(request.image(), blob)));
    }

    private static Mono<RegistryResponse> complete(Mono<Content> content) {
        return content.map(RegistryResponse.Complete::new);
    }
}
