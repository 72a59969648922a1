package io.wave.registry;

/** A body is longer than what is read into memory. */
final class BodyTooLargeException extends RuntimeException {

    BodyTooLargeException(int max) {
        super("longer than %d bytes".formatted(max));
    }
}
