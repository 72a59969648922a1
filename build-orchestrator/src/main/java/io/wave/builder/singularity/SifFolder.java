package io.wave.builder.singularity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The layout of the folder of an attempt.
 *
 * @param root the folder of the attempt
 */
record SifFolder(Path root) {

    private static final FileAttribute<?> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** Creates the folders. */
    static SifFolder create(Path root) throws IOException {
        SifFolder folder = new SifFolder(root);
        for (Path each : new Path[] {folder.context(), folder.temporary(), folder.home(), folder.cache()}) {
            Files.createDirectory(each);
        }
        return folder;
    }

    Path definition() {
        return root.resolve("Containerfile");
    }

    Path context() {
        return root.resolve("context");
    }

    Path image() {
        return root.resolve("image.sif");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    Path home() {
        return root.resolve("home");
    }

    Path cache() {
        return root.resolve("cache");
    }

    /** Writes a configuration file for both programs that only the user of the worker may read. */
    void writeSetting(String name, String text) throws IOException {
        for (String program : Singularity.PROGRAMS) {
            Path folder = Files.createDirectories(home().resolve("." + program));
            Path file = Files.createFile(folder.resolve(name), PRIVATE_FILE);
            Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        }
    }
}
