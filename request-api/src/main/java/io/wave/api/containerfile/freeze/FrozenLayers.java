package io.wave.api.containerfile.freeze;

import io.wave.build.BuildSpec.StoredLayer;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.Digest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The layers of a frozen configuration, of which every member has been checked. */
final class FrozenLayers {

    private FrozenLayers() {}

    /** The file in the build context that holds the layer. */
    static String archive(Layer layer) {
        return folder(layer) + ".tar.gz";
    }

    /** The folder in the build context that a layer is unpacked into. */
    static String folder(Layer layer) {
        return "layer-" + digest(layer.gzipDigest()).hex();
    }

    static List<StoredLayer> of(ContainerConfig stored) {
        return stored.layerList().stream()
                .map(layer -> new StoredLayer(
                        Objects.requireNonNull(layer.location()),
                        digest(layer.gzipDigest()),
                        Objects.requireNonNull(layer.gzipSize()),
                        digest(layer.tarDigest())))
                .toList();
    }

    private static Digest digest(@Nullable String text) {
        return Digest.parse(Objects.requireNonNull(text));
    }
}
