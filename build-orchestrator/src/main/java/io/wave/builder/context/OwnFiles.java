package io.wave.builder.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Files that the service adds to a context; they replace files of the same name. */
public final class OwnFiles {

    private OwnFiles() {}

    /** Writes the Conda environment file. */
    public static void putCondaFile(String text, Path context) throws IOException {
        Path file = context.resolve("conda.yml");
        removeExisting(file);
        Files.writeString(file, text);
    }

    /**
     * Removes a file or link.
     *
     * @throws InvalidContextException if it is a folder
     */
    static void removeExisting(Path file) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new InvalidContextException(
                    "buildContext: '%s' is a folder, but the service adds a file of that name; rename the folder"
                            .formatted(file.getFileName()));
        }
        Files.deleteIfExists(file);
    }
}
