package io.wave.builder.singularity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What lies where in the folder of one attempt.
 *
 * @param root the attempt's folder
 */
record SifFolder(Path root) {

    private static final FileAttribute<?> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** Makes the folders. */
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

    /** Writes a file that only our user may read, from its first byte on, into the settings of both programs. */
    void writeSetting(String name, String text) throws IOException {
        for (String program : Singularity.PROGRAMS) {
            Path folder = Files.createDirectories(home().resolve("." + program));
            Path file = Files.createFile(folder.resolve(name), PRIVATE_FILE);
            Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        }
    }
}
