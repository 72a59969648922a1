package io.wave.augment.derive;

import io.wave.augment.ImageConfig;
import io.wave.augment.manifest.Descriptor;
import io.wave.augment.manifest.ExactJson;
import io.wave.augment.manifest.ImageManifest;
import io.wave.augment.manifest.ManifestException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import java.util.ArrayList;
import java.util.List;

/**
 * The image of one platform.
 *
 * @param reference image by digest
 * @param manifest its manifest
 * @param config image configuration; must not be modified
 */
@SuppressWarnings("ArrayRecordComponent")
public record PlatformImage(ImageReference reference, ImageManifest manifest, byte[] config) {

    /** The working directory of its configuration; empty if it names none. */
    public String workingDir() {
        return ExactJson.read(config).path("config").path("WorkingDir").stringValue("");
    }

    /**
     * The layers, from the lowest to the highest.
     *
     * @throws ManifestException if manifest and configuration have a different number of layers
     */
    public List<Layer> layers() {
        List<Descriptor> blobs = manifest.layers();
        List<Digest> diffIds = ImageConfig.parse(config).diffIds();
        if (blobs.size() != diffIds.size()) {
            throw new ManifestException("'%s' has %d layers in its manifest and %d in its configuration"
                    .formatted(reference, blobs.size(), diffIds.size()));
        }
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < blobs.size(); i++) {
            layers.add(new Layer(blobs.get(i), diffIds.get(i)));
        }
        return List.copyOf(layers);
    }

    /**
     * A layer.
     *
     * @param blob descriptor of the blob
     * @param diffId digest of the uncompressed tar
     */
    public record Layer(Descriptor blob, Digest diffId) {}
}
