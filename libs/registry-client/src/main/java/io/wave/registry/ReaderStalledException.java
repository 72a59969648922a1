package io.wave.registry;

import java.io.IOException;

/** Whoever read a body took nothing of it for too long. */
final class ReaderStalledException extends IOException {

    ReaderStalledException() {
        super("the reader of the body took nothing for too long");
    }
}
