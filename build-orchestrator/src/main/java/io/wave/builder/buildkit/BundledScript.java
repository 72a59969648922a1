package io.wave.builder.buildkit;

import io.wave.resource.BundledFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
        byte[] script = BundledFile.bytes(BundledScript.class, name + ".sh");
        Files.copy(new ByteArrayInputStream(script), file, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
