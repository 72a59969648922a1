package io.wave.builder.singularity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The script that builds and pushes an image in a container. */
final class SifScript {

    static final String NAME = "build-sif.sh";

    private SifScript() {}

    static String text() {
        try (InputStream script = SifScript.class.getResourceAsStream(NAME)) {
            if (script == null) {
                throw new IllegalStateException("%s: not found on the class path".formatted(NAME));
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
