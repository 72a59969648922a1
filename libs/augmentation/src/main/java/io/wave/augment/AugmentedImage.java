package io.wave.augment;

import io.wave.augment.manifest.Content;
import io.wave.augment.manifest.ImageManifest;
import io.wave.augment.manifest.ManifestException;
import io.wave.image.Platform;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image under an overlay.
 *
 * @param manifest the new manifest, or the source's where nothing was changed
 * @param config the new image configuration, absent where nothing was changed
 */
public record AugmentedImage(Content manifest, @Nullable Content config) {

    /**
     * Lays the overlay over an image. The same input gives the same bytes.
     *
     * @param image the image's manifest
     * @param config the image configuration that it names
     * @param requested what the client asked for, absent when it asked for no platform
     * @throws ManifestException if the documents are none of an image, or the image is of another platform
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
