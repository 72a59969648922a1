package io.wave.proxy.blob;

import io.wave.augment.LayerLocation;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.response.OciException;
import io.wave.proxy.response.RegistryResponse;
import io.wave.registry.access.RegistryAccess;
import io.wave.token.RequestRecord;
import java.net.URI;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Serves the layers that a request adds to its image, from the location that the request names. */
final class InjectedLayers {

    private static final int TEMPORARY_REDIRECT = 307;

    private final StoredLayers stored;
    private final SourceBlobs upstream;

    InjectedLayers(StoredLayers stored, SourceBlobs upstream) {
        this.stored = stored;
        this.upstream = upstream;
    }

    /** Empty if the request has no layer with this digest. */
    Mono<RegistryResponse> serve(RequestRecord request, BlobRequest blob) {
        return Mono.justOrEmpty(find(request, blob.digest())).flatMap(location -> serve(location, request, blob));
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

    private Mono<RegistryResponse> serve(String location, RequestRecord request, BlobRequest blob) {
        if (location.startsWith(Layer.STORED)) {
            return stored.serve(Digest.parse(location.substring(Layer.STORED.length())), blob, request.expiresAt());
        }
        if (location.startsWith("http://") || location.startsWith("https://")) {
            return Mono.just(new RegistryResponse.Redirect(TEMPORARY_REDIRECT, URI.create(location)));
        }
        ImageReference image = LayerLocation.image(location)
                .orElseThrow(() -> new OciException(
                        OciErrorCode.BLOB_UNKNOWN,
                        "layer '%s' not found: the request has no location for it".formatted(blob.digest())));
        return upstream.serve(image, blob, new RegistryAccess(request.tenant()));
    }
}
