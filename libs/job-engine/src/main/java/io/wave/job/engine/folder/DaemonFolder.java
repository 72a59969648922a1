package io.wave.job.engine.folder;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A folder that one worker has for one of its daemons. What the daemon keeps there stays when the worker ends, and serves
 * the next worker that takes the folder; several workers of one machine have one each.
 */
public final class DaemonFolder implements AutoCloseable {

    private static final int MAX_DAEMONS = 100;
    private static final Duration END_TIMEOUT = Duration.ofSeconds(10);

    private final Path path;
    private final String name;
    private final FolderLock lock;

    private DaemonFolder(Path path, String name, FolderLock lock) {
        this.path = path;
        this.name = name;
        this.lock = lock;
    }

    /**
     * Takes the first folder that no other worker has, and ends what a worker that was killed has left running in it.
     *
     * @param parent is made if it is not there
     * @throws IOException if none can be had
     */
    public static DaemonFolder take(Path parent) throws IOException {
        Files.createDirectories(parent.toAbsolutePath());
        for (int number = 0; number < MAX_DAEMONS; number++) {
            Path folder = parent.toRealPath().resolve(Integer.toString(number));
            if (Files.notExists(folder)) {
                createPrivate(folder);
            }
            var lock = FolderLock.tryTake(folder);
            if (lock.isPresent()) {
                if (new FolderProcesses(folder).end(END_TIMEOUT)) {
                    return new DaemonFolder(folder, parent.getFileName() + "-" + number, lock.get());
                }
                lock.get().close();
            }
        }
        throw new IOException("no free folder for a daemon in " + parent);
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
        return name;
    }

    /** Removes a file or folder in it, and all below that. */
    public void remove(String name) {
        Path child = path.resolve(name);
        if (Files.exists(child)) {
            AttemptFolders.remove(child);
        }
    }

    /** Gives it up for other workers; the daemon must have ended. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
