package io.wave.api.containerfile.freeze;

import io.wave.build.BuildSpec.StoredLayer;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.Digest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The verified layers of a frozen configuration. */
final class FrozenLayers {

    private FrozenLayers() {}

    /** The file of a layer in the build context. */
    static String archive(Layer layer) {
        return folder(layer) + ".tar.gz";
    }

    /** The directory of an unpacked layer in the build context. */
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
