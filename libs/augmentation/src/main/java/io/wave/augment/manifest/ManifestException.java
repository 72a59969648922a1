package io.wave.augment.manifest;

/** A manifest, index or image configuration is invalid or unsuitable. The message is for the user. */
public sealed class ManifestException extends RuntimeException permits AbsentPlatformException, NoImageException {

    public ManifestException(String message) {
        super(message);
    }

    public ManifestException(String message, Throwable cause) {
        super(message, cause);
    }
}
