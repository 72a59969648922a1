package io.wave.proxy.blob;

import io.wave.augment.LayerLocation;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.response.Answer;
import io.wave.proxy.response.OciException;
import io.wave.registry.RegistryAccess;
import io.wave.token.RequestRecord;
import java.net.URI;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** The layers that a request puts on top of its image, from where it says they are. */
final class InjectedLayers {

    private static final int TEMPORARY_REDIRECT = 307;

    private final StoredLayers stored;
    private final UpstreamBlobs upstream;

    InjectedLayers(StoredLayers stored, UpstreamBlobs upstream) {
        this.stored = stored;
        this.upstream = upstream;
    }

    /** Empty if the request has no such layer. */
    Mono<Answer> serve(RequestRecord request, BlobCall call) {
        return Mono.justOrEmpty(find(request, call.digest())).flatMap(location -> serve(location, request, call));
    }

    private static Optional<String> find(RequestRecord request, Digest digest) {
        if (request.config() == null) {
            return Optional.empty();
        }
        return request.config().layerList().stream()
                .filter(layer -> digest.toString().equals(layer.gzipDigest()))
                .map(Layer::location)
                .findFirst();
    }

    private Mono<Answer> serve(String location, RequestRecord request, BlobCall call) {
        if (location.startsWith(Layer.STORED)) {
            return stored.serve(Digest.parse(location.substring(Layer.STORED.length())), call, request.expiresAt());
        }
        if (location.startsWith("http://") || location.startsWith("https://")) {
            return Mono.just(new Answer.Redirect(TEMPORARY_REDIRECT, URI.create(location)));
        }
        ImageReference image = LayerLocation.image(location)
                .orElseThrow(() -> new OciException(
                        OciErrorCode.BLOB_UNKNOWN,
                        "layer '%s' has no location to read it from".formatted(call.digest())));
        return upstream.serve(image, call, new RegistryAccess(request.tenant()));
    }
}
