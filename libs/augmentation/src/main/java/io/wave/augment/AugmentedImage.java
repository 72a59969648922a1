package io.wave.augment;

import io.wave.augment.manifest.Content;
import io.wave.augment.manifest.ImageManifest;
import io.wave.augment.manifest.ManifestException;
import io.wave.image.Platform;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image with an overlay applied at pull time.
 *
 * @param manifest new manifest, or that of the source if nothing is changed
 * @param config new image configuration, absent if nothing is changed
 */
public record AugmentedImage(Content manifest, @Nullable Content config) {

    /**
     * Applies the overlay to an image. The same input gives the same bytes.
     *
     * @param image manifest of the image
     * @param config image configuration of the manifest
     * @param requested requested platform, absent if none
     * @throws ManifestException if the documents are invalid or the image is for another platform
     */
    public static AugmentedImage of(ImageManifest image, byte[] config, Overlay overlay, @Nullable Platform requested) {
        ImageConfig source = ImageConfig.parse(config);
        Optional<Platform> platform = source.platform();
        if (requested != null && !source.runsOn(requested)) {
            throw new ManifestException(
                    "the image is for platform %s, not for %s".formatted(platform.orElseThrow(), requested));
        }
        Overlay suitable = platform.map(Platform::architecture).map(overlay::on).orElse(overlay);
        if (suitable.isEmpty()) {
            return new AugmentedImage(image.source(), null);
        }
        Content newConfig = Content.of(image.family().config(), source.with(suitable, image.layerCount()));
        return new AugmentedImage(image.with(newConfig, suitable.layers()), newConfig);
    }
}
