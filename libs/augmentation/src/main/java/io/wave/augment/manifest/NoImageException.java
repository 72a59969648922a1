package io.wave.augment.manifest;

import io.wave.image.ImageReference;

/** A name refers to something else than a container image, for example a Helm chart or a signature. */
public final class NoImageException extends ManifestException {

    public NoImageException(ImageReference image) {
        super("'%s' is not a container image".formatted(image));
    }
}
