package io.wave.registry;

/** Content that is not what its digest or length says. */
public final class ContentMismatchException extends RuntimeException {

    ContentMismatchException(String message) {
        super(message);
    }
}
