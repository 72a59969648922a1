package io.wave.augment.derive;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ReferenceCountUtil;
import io.wave.augment.LayerLocation;
import io.wave.augment.Overlay;
import io.wave.augment.manifest.AddedLayer;
import io.wave.augment.manifest.Compression;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.blob.BlobResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Determines the compression of layers from other images by their first bytes. If the registry redirects to another
 * origin, the compression is derived from the digests.
 */
public final class LayerCompressions {

    private static final String FIRST_BYTES = "bytes=0-" + (Compression.MAGIC_BYTES - 1);
    private static final int PARALLEL_READS = 4;

    private final RegistryClient registries;

    /** @param registries client for reading blobs */
    public LayerCompressions(RegistryClient registries) {
        this.registries = registries;
    }

    /** The overlay with the compression of its layers, as far as known. */
    public Mono<Overlay> determine(Overlay overlay, RegistryAccess access) {
        return Flux.fromIterable(overlay.layers())
                .flatMapSequential(layer -> determine(layer, access), PARALLEL_READS)
                .collectList()
                .map(overlay::withLayers);
    }

    private Mono<AddedLayer> determine(AddedLayer layer, RegistryAccess access) {
        return Mono.justOrEmpty(LayerLocation.image(layer.location()))
                .flatMap(image -> firstBytes(image, layer.digest(), access))
                .map(start -> layer.compressedBy(Compression.detect(start)))
                .defaultIfEmpty(layer);
    }

    private Mono<byte[]> firstBytes(ImageReference image, Digest digest, RegistryAccess access) {
        return registries
                .blob(image.registry(), image.repository(), digest, FIRST_BYTES, access)
                .flatMap(answer -> switch (answer) {
                    case BlobResponse.Redirect _ -> Mono.empty();
                    case BlobResponse.Body body -> firstBytes(body.content());
                });
    }

    private static Mono<byte[]> firstBytes(Flux<ByteBuf> content) {
        return content.map(LayerCompressions::drain)
                .filter(bytes -> bytes.length >= Compression.MAGIC_BYTES)
                .next();
    }

    private static byte[] drain(ByteBuf buffer) {
        try {
            return ByteBufUtil.getBytes(buffer);
        } finally {
            ReferenceCountUtil.release(buffer);
        }
    }
}
