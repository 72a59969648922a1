package io.wave.registry.blob;

/** Content does not match its digest or length. */
public final class ContentMismatchException extends RuntimeException {

    ContentMismatchException(String message) {
        super(message);
    }
}
