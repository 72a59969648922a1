package io.wave.builder.buildkit;

import io.wave.image.Digest;
import io.wave.job.engine.folder.AttemptFolders;
import io.wave.job.engine.folder.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder for the sockets and the network namespace of a daemon; socket paths must be short (unix(7)). */
final class RuntimeFolder {

    private static final int LENGTH = 16;
    private static final int LONGEST_FOLDER = 90;

    private RuntimeFolder() {}

    /** The runtime folder of the daemon with this folder, always the same, so that leftovers of earlier runs are found. */
    static Path of(Path daemon) throws IOException {
        return of(daemon, Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR")).map(Path::of));
    }

    /**
     * The runtime folder of the daemon with this folder.
     *
     * @param ofUser the folder for sockets that the worker's user has, if there is one
     */
    static Path of(Path daemon, Optional<Path> ofUser) throws IOException {
        String name = "wave-buildkit-"
                + Digest.of(daemon.toString().getBytes(StandardCharsets.UTF_8))
                        .hex()
                        .substring(0, LENGTH);
        Optional<Path> folder = Stream.concat(
                        Stream.concat(Stream.of(Path.of("/run")), ofUser.stream())
                                .filter(Files::isWritable)
                                .map(parent -> parent.resolve(name)),
                        Stream.of(daemon.resolve(name)))
                .filter(each -> each.toString().length() <= LONGEST_FOLDER)
                .findFirst();
        if (folder.isEmpty()) {
            return Files.createTempDirectory(name);
        }
        if (!Files.isDirectory(folder.get(), LinkOption.NOFOLLOW_LINKS)) {
            PrivateFiles.createDirectory(folder.get());
        }
        return folder.get();
    }

    /** Removes what a killed worker has left of the daemon with this folder: runtime folder, network namespace, control groups. */
    static void removeLeft(Path daemon) throws IOException {
        Path folder = of(daemon);
        NetworkNamespace.removeLeft(namespace(folder));
        remove(folder);
        StepLimits.removeLeft(folder.getFileName().toString());
    }

    /** The file that keeps the network namespace of the daemon. */
    static Path namespace(Path folder) {
        return folder.resolve("namespace");
    }

    /** Removes the folder; the daemon must have ended, and its namespace must have been released. */
    static void remove(Path folder) {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            AttemptFolders.remove(folder);
        }
    }
}
