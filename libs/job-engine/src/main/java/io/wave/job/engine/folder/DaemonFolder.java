package io.wave.job.engine.folder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A folder that one worker has for one of its daemons. What the daemon keeps in a folder with a number stays when the worker
 * ends, and serves the next worker that takes the folder; several workers of one machine have one each. A new folder serves
 * one daemon only.
 */
public final class DaemonFolder implements AutoCloseable {

    private static final int MAX_DAEMONS = 100;
    private static final int NAME_LENGTH = 8;
    private static final Duration END_TIMEOUT = Duration.ofSeconds(10);

    private final Path path;
    private final FolderLock lock;

    private DaemonFolder(Path path, FolderLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Takes the first folder that no other worker has, and ends what a worker that was killed has left running in it.
     *
     * @param parent is made if it is not there
     * @throws IOException if none can be had
     */
    public static DaemonFolder take(Path parent) throws IOException {
        PrivateFiles.createDirectories(parent.toAbsolutePath());
        for (int number = 0; number < MAX_DAEMONS; number++) {
            Path folder = parent.toRealPath().resolve(Integer.toString(number));
            if (Files.notExists(folder)) {
                createPrivate(folder);
            }
            Optional<DaemonFolder> taken = tryTake(folder);
            if (taken.isPresent()) {
                return taken.get();
            }
        }
        throw new IOException("no free folder for a daemon in " + parent);
    }

    private static Optional<DaemonFolder> tryTake(Path folder) throws IOException {
        Optional<FolderLock> lock = FolderLock.tryTake(folder);
        if (lock.isPresent() && !new FolderProcesses(folder).end(END_TIMEOUT)) {
            lock.get().close();
            return Optional.empty();
        }
        return lock.map(held -> new DaemonFolder(folder, held));
    }

    /**
     * Creates a folder that no daemon has had. It is to be {@link #remove() removed} when the daemon has ended.
     *
     * @param parent is made if it is not there
     */
    public static DaemonFolder create(Path parent) throws IOException {
        PrivateFiles.createDirectories(parent.toAbsolutePath());
        Path folder = parent.toRealPath().resolve(UUID.randomUUID().toString().substring(0, NAME_LENGTH));
        return new DaemonFolder(folder, FolderLock.take(PrivateFiles.createDirectory(folder)));
    }

    /** Takes the folders that workers that were killed have left, and ends what they have left running in them. */
    public static List<DaemonFolder> takeLeft(Path parent) throws IOException {
        List<DaemonFolder> left = new ArrayList<>();
        if (Files.isDirectory(parent)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent.toRealPath(), Files::isDirectory)) {
                for (Path folder : folders) {
                    takeLeft(folder, left);
                }
            }
        }
        return left;
    }

    private static void takeLeft(Path folder, List<DaemonFolder> left) throws IOException {
        try {
            if (!FolderLock.isHeld(folder)) {
                tryTake(folder).ifPresent(left::add);
            }
        } catch (NoSuchFileException removed) {
            // By another worker, at this moment.
        }
    }

    private static void createPrivate(Path folder) throws IOException {
        try {
            PrivateFiles.createDirectory(folder);
        } catch (FileAlreadyExistsException madeByAnother) {
            // The lock decides who has it.
        }
    }

    public Path path() {
        return path;
    }

    /** The names of the parent and of the folder, for names of threads and messages. */
    public String name() {
        return "%s-%s".formatted(path.getName(path.getNameCount() - 2), path.getFileName());
    }

    /** Removes a file or folder in it, and all below that. */
    public void remove(String name) {
        Path child = path.resolve(name);
        if (Files.exists(child)) {
            AttemptFolders.remove(child);
        }
    }

    /** Removes it, and gives it up; the daemon must have ended. What cannot be removed is left for {@link #takeLeft}. */
    public void remove() throws IOException {
        AttemptFolders.remove(path);
        lock.close();
    }

    /** Gives it up for other workers; the daemon must have ended. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
