package io.wave.builder.buildkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The shell scripts of this package on the class path. */
final class BundledScript {

    private BundledScript() {}

    /**
     * Writes a script to an executable file, which it replaces.
     *
     * @param name of the script, without {@code .sh}
     */
    static void write(String name, Path file) throws IOException {
        try (InputStream script = BundledScript.class.getResourceAsStream(name + ".sh")) {
            if (script == null) {
                throw new IllegalStateException("%s.sh: not found on the class path".formatted(name));
            }
            Files.copy(script, file, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
