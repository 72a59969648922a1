package io.wave.augment;

import io.wave.augment.manifest.Content;
import io.wave.augment.manifest.Family;
import io.wave.augment.manifest.ImageManifest;
import io.wave.augment.manifest.ManifestException;

/**
 * An image as a build of its baked container file makes it, made without one: what api.md section 6 writes into the file
 * becomes configuration, layers are taken as they are. In the OCI family, as what is built.
 *
 * @param manifest the new manifest
 * @param config the new image configuration
 */
public record BakedImage(Content manifest, Content config) {

    /**
     * Bakes the overlay into an image of one platform. The same input gives the same bytes.
     *
     * @param config the image configuration that the manifest names
     * @throws ManifestException if only a build can make it
     */
    public static BakedImage of(ImageManifest base, byte[] config, Overlay overlay) {
        Content baked = Content.of(Family.OCI.config(), BakedConfig.of(config, overlay, base.layerCount()));
        return new BakedImage(base.asOci(baked, overlay.layers()), baked);
    }
}
