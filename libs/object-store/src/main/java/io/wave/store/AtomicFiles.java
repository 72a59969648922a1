package io.wave.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * Writes files atomically, even if the process crashes: a temporary file is written, forced to the disk and then renamed.
 */
final class AtomicFiles {

    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    private final Path root;
    private final Path incoming;

    AtomicFiles(Path root) {
        this.root = root;
        this.incoming = root.resolve(".incoming");
    }

    void prepare() throws IOException {
        Files.createDirectories(incoming);
        deleteAbandoned(Instant.now().minus(ABANDONED_AFTER));
    }

    /** Deletes temporary files of killed processes; other replicas may be writing at the same time. */
    private void deleteAbandoned(Instant before) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException deletedByAnotherReplica) {
            // Already deleted; anything else is deleted at the next start.
        }
    }

    void write(Path target, Content content) throws IOException {
        Path folder = folderOf(target);
        Path temporary = incoming.resolve(UUID.randomUUID().toString());
        try {
            writeForced(temporary, content);
            createFolder(folder);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            force(folder);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void writeForced(Path file, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream out = Channels.newOutputStream(channel);
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    private void createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder);
        for (Path created = folder; !created.equals(root); created = folderOf(created)) {
            force(folderOf(created));
        }
    }

    private static Path folderOf(Path path) {
        return Objects.requireNonNull(path.getParent());
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The content of a file. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}
