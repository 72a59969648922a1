package io.wave.augment;

import io.wave.augment.manifest.Content;
import io.wave.augment.manifest.Family;
import io.wave.augment.manifest.ImageManifest;
import io.wave.augment.manifest.ManifestException;

/**
 * The image that a build of a container file with the container configuration would produce, assembled without a build. Its
 * documents are of the OCI family, as those of a build.
 *
 * @param manifest the new manifest
 * @param config the new image configuration
 */
public record AssembledImage(Content manifest, Content config) {

    /**
     * Applies the overlay to an image of one platform. The same input gives the same bytes.
     *
     * @param config image configuration of the manifest
     * @throws ManifestException if the image can only be made by a build
     */
    public static AssembledImage of(ImageManifest base, byte[] config, Overlay overlay) {
        Content baked = Content.of(Family.OCI.config(), AssembledConfig.of(config, overlay, base.layerCount()));
        return new AssembledImage(base.asOci(baked, overlay.layers()), baked);
    }
}
