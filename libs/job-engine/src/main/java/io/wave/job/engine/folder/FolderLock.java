package io.wave.job.engine.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Shows that the JVM that uses a folder is alive: a file lock that the kernel releases when the JVM ends. Such a lock
 * belongs to the process, which loses it when it closes any channel of the file (fcntl(2)). Therefore a JVM has one
 * channel for each file and keeps it open for as long as it holds the lock.
 */
public final class FolderLock implements AutoCloseable {

    private static final String FILE = "in-use";
    private static final int TRIES = 50;
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** A folder is created before its lock is acquired. */
    private static final Duration TAKEN_WITHIN = Duration.ofMinutes(1);

    private static final Map<Path, FileChannel> CHANNELS = new HashMap<>();

    private enum Holder {
        NOBODY,
        THIS_JVM,
        ANOTHER_PROCESS
    }

    private final Path file;

    private FolderLock(Path file) {
        this.file = file;
    }

    /** @throws IOException if another process does not release the folder within a second */
    public static FolderLock take(Path folder) throws IOException {
        Path file = folder.toRealPath().resolve(FILE);
        for (int tries = 0; tries < TRIES; tries++) {
            if (tryToTake(file)) {
                return new FolderLock(file);
            }
            // Another JVM may be checking whether the folder is in use.
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new IOException("in use by another process: " + folder);
    }

    /** The lock, unless another holder has it at this moment. */
    public static Optional<FolderLock> tryTake(Path folder) throws IOException {
        Path file = folder.toRealPath().resolve(FILE);
        return tryToTake(file) ? Optional.of(new FolderLock(file)) : Optional.empty();
    }

    /** Whether a running JVM, including this one, uses the folder or has just created it. */
    public static boolean isHeld(Path folder) {
        try {
            Path file = folder.toRealPath().resolve(FILE);
            return Files.exists(file) ? isHeldFile(file) : isNew(folder);
        } catch (IOException notAFolder) {
            return false;
        }
    }

    private static boolean isNew(Path folder) throws IOException {
        Instant made = Files.getLastModifiedTime(folder).toInstant();
        return made.isAfter(Instant.now().minus(TAKEN_WITHIN));
    }

    private static synchronized boolean tryToTake(Path file) throws IOException {
        Holder holder = lock(file);
        if (holder == Holder.ANOTHER_PROCESS) {
            release(file);
        }
        return holder == Holder.NOBODY;
    }

    private static synchronized boolean isHeldFile(Path file) throws IOException {
        Holder holder = lock(file);
        if (holder != Holder.THIS_JVM) {
            release(file);
        }
        return holder != Holder.NOBODY;
    }

    /** Tries to lock the file and returns its previous holder. */
    private static Holder lock(Path file) throws IOException {
        FileChannel channel = CHANNELS.get(file);
        if (channel == null) {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            CHANNELS.put(file, channel);
        }
        try {
            return channel.tryLock() == null ? Holder.ANOTHER_PROCESS : Holder.NOBODY;
        } catch (OverlappingFileLockException held) {
            return Holder.THIS_JVM;
        }
    }

    private static synchronized void release(Path file) throws IOException {
        FileChannel channel = CHANNELS.remove(file);
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void close() throws IOException {
        release(file);
    }
}
