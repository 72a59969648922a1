package io.wave.registry.error;

import java.io.IOException;

/** The reader of a response body did not read in time. */
public final class ReaderStalledException extends IOException {

    public ReaderStalledException() {
        super("the response body was not read in time");
    }
}
