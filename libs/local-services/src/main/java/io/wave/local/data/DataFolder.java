package io.wave.local.data;

import io.wave.local.process.LocalServiceException;
import io.wave.local.process.ServerProcess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A folder whose servers belong to one JVM at a time. The lock ends with the JVM; servers that a killed JVM leaves behind
 * are stopped by the next one (see {@link ServerProcess}).
 */
public final class DataFolder implements AutoCloseable {

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates the folder if it does not exist, accessible for its owner only, and locks it.
     *
     * @throws LocalServiceException if another JVM holds it or it cannot be used
     */
    public static DataFolder open(Path path) {
        return tryOpen(path)
                .orElseThrow(() -> new LocalServiceException(
                        "Data folder %s is in use by another process: stop that process or choose another folder."
                                .formatted(path)));
    }

    /** Empty if another JVM holds the lock. */
    public static Optional<DataFolder> tryOpen(Path path) {
        try {
            Path folder = path.toAbsolutePath().normalize();
            createPrivate(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new DataFolder(folder, channel));
        } catch (IOException unusable) {
            throw LocalServiceException.of("Data folder " + path, unusable);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisJvm) {
            return null;
        }
    }

    /** The absolute path of the folder. */
    public Path path() {
        return path;
    }

    /** A subfolder, created if it does not exist. */
    public Path folder(String name) {
        try {
            return createPrivate(path.resolve(name));
        } catch (IOException failed) {
            throw LocalServiceException.of(path.resolve(name), failed);
        }
    }

    private static Path createPrivate(Path folder) throws IOException {
        return Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException failed) {
            throw LocalServiceException.of(path, failed);
        }
    }
}
