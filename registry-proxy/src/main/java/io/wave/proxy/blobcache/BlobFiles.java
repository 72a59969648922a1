package io.wave.proxy.blobcache;

import io.wave.image.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the cache: {@code sha256/<first two digits>/<digest>} for each blob, {@code incoming/} for downloads. A file
 * is moved to its final name when it is verified and on the disk. The time of a file is when it was last used.
 */
final class BlobFiles implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BlobFiles.class);
    /** Blobs of private images are among them. */
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

    private final Path blobs;
    private final Path incoming;
    private final FileChannel lock;

    private BlobFiles(Path folder, FileChannel lock) {
        this.blobs = folder.resolve("sha256");
        this.incoming = folder.resolve("incoming");
        this.lock = lock;
    }

    /**
     * Opens the folder, which is created if needed, and removes downloads that were not finished.
     *
     * @throws IllegalStateException if the folder cannot be written, or another process uses it
     */
    static BlobFiles open(Path folder) {
        try {
            Files.createDirectories(folder, OWNER_ONLY);
            BlobFiles files = new BlobFiles(folder, lock(folder));
            Files.createDirectories(files.blobs);
            Files.createDirectories(files.incoming);
            files.clearIncoming();
            return files;
        } catch (IOException failed) {
            throw new IllegalStateException(
                    "%s: '%s' cannot be used: %s; name a folder that this process can write"
                            .formatted(BlobCache.DIRECTORY, folder, failed),
                    failed);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException usedByThisProcess) {
            log.debug("Folder in use by this process", usedByThisProcess);
        }
        channel.close();
        throw new IllegalStateException("%s: '%s' is in use by another replica; each needs a folder of its own"
                .formatted(BlobCache.DIRECTORY, folder));
    }

    private void clearIncoming() throws IOException {
        try (var files = Files.newDirectoryStream(incoming)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    /** Calls the consumer for each blob; files with other names are left alone. */
    void forEach(BiConsumer<Digest, BasicFileAttributes> consumer) {
        try {
            Files.walkFileTree(blobs, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = file.getFileName().toString();
                    if (NAME.matcher(name).matches()) {
                        consumer.accept(new Digest(name), attributes);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Path blob(Digest digest) {
        return blobs.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
    }

    Path newIncoming() {
        return incoming.resolve(UUID.randomUUID().toString());
    }

    /** Gives a finished download its name. */
    Path publish(Path download, Digest digest) throws IOException {
        Path file = blob(digest);
        Files.createDirectories(file.getParent());
        return Files.move(download, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Whether the file is there with this length. */
    boolean exists(Digest digest, long length) {
        try {
            return Files.size(blob(digest)) == length;
        } catch (IOException absent) {
            return false;
        }
    }

    /** Records when the blob was last used, for the next start. */
    void used(Digest digest, Instant time) {
        try {
            Files.setLastModifiedTime(blob(digest), FileTime.from(time));
        } catch (NoSuchFileException removed) {
            log.debug("Blob was removed meanwhile", removed);
        } catch (IOException failed) {
            log.warn("Blob cache: the time of a file cannot be set", failed);
        }
    }

    /** Removes a file; readers that have it open can read on. */
    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            log.warn("Blob cache: a file cannot be removed", failed);
        }
    }

    /** Free bytes of the disk; 0 if they cannot be determined. */
    long freeSpace() {
        try {
            return Files.getFileStore(blobs).getUsableSpace();
        } catch (IOException failed) {
            log.warn("Blob cache: the free space of the disk cannot be determined", failed);
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
