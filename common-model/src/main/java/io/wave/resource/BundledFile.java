package io.wave.resource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Files that are on the class path in the package of the class that uses them. */
public final class BundledFile {

    private BundledFile() {}

    /**
     * The content of a file.
     *
     * @param owner class whose package has it
     * @throws IllegalStateException if it does not exist
     */
    public static byte[] bytes(Class<?> owner, String name) {
        try (InputStream file = owner.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("%s: not found on the class path".formatted(name));
            }
            return file.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The same, as UTF-8. */
    public static String text(Class<?> owner, String name) {
        return new String(bytes(owner, name), StandardCharsets.UTF_8);
    }
}
