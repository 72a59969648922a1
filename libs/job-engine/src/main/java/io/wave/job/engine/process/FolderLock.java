package io.wave.job.engine.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Says that the JVM that uses a folder is alive: a lock that the kernel gives up with it. */
final class FolderLock implements AutoCloseable {

    private static final String FILE = "in-use";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    static FolderLock take(Path folder) throws IOException {
        FileChannel channel = open(folder);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IOException("in use by another process: " + folder);
        }
        return new FolderLock(channel);
    }

    /** Whether a JVM that is alive, this one included, uses the folder. */
    static boolean isHeld(Path folder) {
        try (FileChannel channel = open(folder)) {
            return tryLock(channel) == null;
        } catch (OverlappingFileLockException ours) {
            return true;
        } catch (IOException notAFolder) {
            return false;
        }
    }

    private static FileChannel open(Path folder) throws IOException {
        return FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        return channel.tryLock();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
