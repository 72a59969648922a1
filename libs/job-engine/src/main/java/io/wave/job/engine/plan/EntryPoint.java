package io.wave.job.engine.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The entry point of the images of jobs, for images that do not have it. */
final class EntryPoint {

    static final String NAME = "wave-job";

    private EntryPoint() {}

    /** The script. */
    static byte[] bytes() {
        try (InputStream script = EntryPoint.class.getResourceAsStream(NAME)) {
            if (script == null) {
                throw new IllegalStateException("%s: not found on the class path".formatted(NAME));
            }
            return script.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
