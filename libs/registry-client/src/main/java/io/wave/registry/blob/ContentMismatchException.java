package io.wave.registry.blob;

/** Content that is not what its digest or length says. */
public final class ContentMismatchException extends RuntimeException {

    ContentMismatchException(String message) {
        super(message);
    }
}
