package io.wave.augment.manifest;

import io.wave.image.ImageReference;

/** A name refers to something else than a container image, for example a Helm chart or a signature. */
public final class NoImageException extends ManifestException {

    /** For a document that does not say what it is. */
    public NoImageException(ImageReference image) {
        super("'%s' is not a container image".formatted(image));
    }

    /** @param type the media type that says what it is */
    public NoImageException(ImageReference image, String type) {
        super("'%s' is not a container image, but an artifact of the type '%s'".formatted(image, type));
    }

    /** With the type of the artifact, if its manifest says it. */
    public static NoImageException of(ImageReference image, ImageManifest manifest) {
        return manifest.artifactType()
                .map(type -> new NoImageException(image, type))
                .orElseGet(() -> new NoImageException(image));
    }
}
