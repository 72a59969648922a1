package io.wave.proxy.manifest;

import io.wave.proxy.augment.AddedLayer;
import io.wave.proxy.augment.Overlay;
import io.wave.registry.RegistryClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds out how layers of other images are compressed, by their first bytes. */
final class LayerCompressions {

    private final RegistryClient registries;

    LayerCompressions(RegistryClient registries) {
        this.registries = registries;
    }

    /** The overlay with the compression of all its layers known. */
    Mono<Overlay> determine(Overlay overlay, String tenant) {
        return Flux.fromIterable(overlay.layers())
                .concatMap(layer -> determine(layer, tenant))
                .collectList()
                .map(overlay::withLayers);
    }

    private Mono<AddedLayer> determine(AddedLayer layer, String tenant) {
        return Mono.just(layer);
    }
}
