package io.wave.augment;

import io.wave.augment.manifest.AddedLayer;
import io.wave.augment.manifest.ManifestException;
import io.wave.container.ContainerConfig;
import java.util.List;

/**
 * The container configuration and layers that a request adds to an image.
 *
 * @param config container configuration; its layers are ignored
 * @param layers layers to add, from the lowest to the highest
 */
public record Overlay(ContainerConfig config, List<AddedLayer> layers) {

    public Overlay {
        config = config.withLayers(List.of());
        layers = List.copyOf(layers);
    }

    /** @throws ManifestException if a layer is incomplete */
    public static Overlay of(ContainerConfig config) {
        return new Overlay(
                config, config.layerList().stream().map(AddedLayer::of).toList());
    }

    /** Whether there is nothing to add. */
    public boolean isEmpty() {
        return config.isEmpty() && layers.isEmpty();
    }

    /** The same overlay with other layers. */
    public Overlay withLayers(List<AddedLayer> others) {
        return new Overlay(config, others);
    }

    /** The overlay for images of this architecture. */
    Overlay on(String architecture) {
        return withLayers(
                layers.stream().filter(layer -> layer.suits(architecture)).toList());
    }
}
