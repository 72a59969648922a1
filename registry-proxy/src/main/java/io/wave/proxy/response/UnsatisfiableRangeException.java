package io.wave.proxy.response;

/** The part that was asked for lies outside the body. */
public final class UnsatisfiableRangeException extends RuntimeException {

    private final long length;

    /** @param length of the whole body, which the answer names */
    public UnsatisfiableRangeException(long length) {
        super("the range lies outside the %d bytes of the content".formatted(length), null, false, false);
        this.length = length;
    }

    long length() {
        return length;
    }
}
