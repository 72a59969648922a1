package io.wave.proxy.answer;

/** The part that was asked for lies outside the body. */
final class UnsatisfiableRangeException extends RuntimeException {

    private final long length;

    UnsatisfiableRangeException(long length) {
        super("the range lies outside the %d bytes of the content".formatted(length), null, false, false);
        this.length = length;
    }

    long length() {
        return length;
    }
}
