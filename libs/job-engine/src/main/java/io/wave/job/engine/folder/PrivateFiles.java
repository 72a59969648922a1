package io.wave.job.engine.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that only the user of this process may read, from the moment they are created. */
public final class PrivateFiles {

    private static final FileAttribute<?> FILE = permissions("rw-------");
    private static final FileAttribute<?> FOLDER = permissions("rwx------");

    private PrivateFiles() {}

    private static FileAttribute<?> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }

    /**
     * Creates a folder.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is a file or folder of this name
     */
    public static Path createDirectory(Path folder) throws IOException {
        return Files.createDirectory(folder, FOLDER);
    }

    /** Creates a folder and those above it, as far as they do not exist. */
    public static Path createDirectories(Path folder) throws IOException {
        return Files.createDirectories(folder, FOLDER);
    }

    /**
     * Creates a file with this text, in UTF-8.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is a file or folder of this name
     */
    public static void write(Path file, String text) throws IOException {
        Files.createFile(file, FILE);
        Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
    }
}
