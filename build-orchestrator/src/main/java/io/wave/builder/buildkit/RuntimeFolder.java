package io.wave.builder.buildkit;

import io.wave.image.Digest;
import io.wave.job.engine.folder.AttemptFolders;
import io.wave.job.engine.folder.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The folder for the socket and the network namespace of a daemon; socket paths must be short (unix(7)). */
final class RuntimeFolder {

    private static final Path SYSTEM = Path.of("/run");
    private static final int LENGTH = 16;

    private RuntimeFolder() {}

    /** The runtime folder of the daemon with this folder, always the same, so that leftovers of earlier runs are found. */
    static Path of(Path daemon) throws IOException {
        String name = "wave-buildkit-"
                + Digest.of(daemon.toString().getBytes(StandardCharsets.UTF_8))
                        .hex()
                        .substring(0, LENGTH);
        if (!Files.isWritable(SYSTEM)) {
            return Files.createTempDirectory(name);
        }
        Path folder = SYSTEM.resolve(name);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            PrivateFiles.createDirectory(folder);
        }
        return folder;
    }

    /** Removes the folder; the daemon must have ended, and its namespace must have been released. */
    static void remove(Path folder) {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            AttemptFolders.remove(folder);
        }
    }
}
