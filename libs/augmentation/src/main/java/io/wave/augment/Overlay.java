package io.wave.augment;

import io.wave.augment.manifest.AddedLayer;
import io.wave.augment.manifest.ManifestException;
import io.wave.container.ContainerConfig;
import java.util.List;

/**
 * What a request lays over an image.
 *
 * @param config what replaces or extends the image's configuration; its own layers do not count
 * @param layers what is put on top of the image, the first lowest
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

    /** Whether it changes nothing. */
    public boolean isEmpty() {
        return config.isEmpty() && layers.isEmpty();
    }

    /** The same with other layers. */
    public Overlay withLayers(List<AddedLayer> others) {
        return new Overlay(config, others);
    }

    /** What of it is laid over an image of this architecture. */
    Overlay on(String architecture) {
        return withLayers(
                layers.stream().filter(layer -> layer.suits(architecture)).toList());
    }
}
