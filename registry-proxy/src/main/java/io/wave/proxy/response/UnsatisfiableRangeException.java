package io.wave.proxy.response;

/** The requested range lies outside the content. */
public final class UnsatisfiableRangeException extends RuntimeException {

    private final long length;

    /** @param length length of the content, which the response names */
    public UnsatisfiableRangeException(long length) {
        super("range not satisfiable: the content has %d bytes".formatted(length), null, false, false);
        this.length = length;
    }

    long length() {
        return length;
    }
}
