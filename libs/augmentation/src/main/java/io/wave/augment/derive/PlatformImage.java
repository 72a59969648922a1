package io.wave.augment.derive;

import io.wave.augment.ImageConfig;
import io.wave.augment.manifest.Descriptor;
import io.wave.augment.manifest.ImageManifest;
import io.wave.augment.manifest.ManifestException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import java.util.ArrayList;
import java.util.List;

/**
 * The image of one platform.
 *
 * @param reference the image by its own digest
 * @param manifest its manifest
 * @param config its configuration, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record PlatformImage(ImageReference reference, ImageManifest manifest, byte[] config) {

    /**
     * The layers, the lowest first.
     *
     * @throws ManifestException if the configuration names another number of them than the manifest
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
     * One layer.
     *
     * @param blob where it is
     * @param diffId digest of its uncompressed tar
     */
    public record Layer(Descriptor blob, Digest diffId) {}
}
