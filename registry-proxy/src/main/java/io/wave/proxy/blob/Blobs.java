package io.wave.proxy.blob;

import io.wave.augment.Content;
import io.wave.proxy.image.Manifests;
import io.wave.proxy.image.Manifests.Kind;
import io.wave.proxy.image.OwnImage;
import io.wave.proxy.response.Answer;
import io.wave.registry.RegistryAccess;
import io.wave.token.RequestRecord;
import reactor.core.publisher.Mono;

/** The blobs of the image behind a token. */
public final class Blobs {

    private final InjectedLayers layers;
    private final Manifests manifests;
    private final OwnImage ownImage;
    private final UpstreamBlobs upstream;

    Blobs(InjectedLayers layers, Manifests manifests, OwnImage ownImage, UpstreamBlobs upstream) {
        this.layers = layers;
        this.manifests = manifests;
        this.ownImage = ownImage;
        this.upstream = upstream;
    }

    /** What a call for the blob is answered with. */
    public Mono<Answer> serve(RequestRecord request, BlobCall call) {
        RegistryAccess access = new RegistryAccess(request.tenant());
        return layers.serve(request, call)
                .switchIfEmpty(Mono.defer(() -> whole(manifests.derived(request, call.digest(), Kind.CONFIG))))
                .switchIfEmpty(Mono.defer(() -> ownImage.hasBlob(request, call.digest())
                        .filter(Boolean::booleanValue)
                        .flatMap(_ -> upstream.find(request.image(), call, access))))
                .switchIfEmpty(
                        Mono.defer(() -> whole(manifests.derivedForOtherTags(request, call.digest(), Kind.CONFIG))))
                .switchIfEmpty(Mono.error(() -> UpstreamBlobs.unknown(request.image(), call)));
    }

    private static Mono<Answer> whole(Mono<Content> content) {
        return content.map(Answer.Whole::new);
    }
}
