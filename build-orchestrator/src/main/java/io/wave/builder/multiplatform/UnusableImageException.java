package io.wave.builder.multiplatform;

/** An image that cannot be part of an index; the message is for the user. */
final class UnusableImageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableImageException(String message) {
        super(message);
    }
}
