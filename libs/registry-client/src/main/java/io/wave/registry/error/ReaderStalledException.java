package io.wave.registry.error;

import java.io.IOException;

/** Whoever read a body took nothing of it for too long. */
public final class ReaderStalledException extends IOException {

    public ReaderStalledException() {
        super("the reader of the body took nothing for too long");
    }
}
