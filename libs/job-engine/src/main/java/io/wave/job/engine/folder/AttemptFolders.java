package io.wave.job.engine.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders of attempts, {@code <job id>[-task]-<attempt>}, in the work directory of this machine. */
public final class AttemptFolders {

    private static final Logger log = LoggerFactory.getLogger(AttemptFolders.class);
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT = 4;
    private static final Duration LONGEST_REMOVAL = Duration.ofMinutes(5);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(5);

    private final Path workDirectory;

    public AttemptFolders(Path workDirectory) {
        this.workDirectory = workDirectory.toAbsolutePath().normalize();
    }

    /** Creates an empty folder that only the user of this process may read. */
    public Path create(String name, int attempt) {
        try {
            PrivateFiles.createDirectories(workDirectory);
            Path folder = workDirectory.resolve(name + "-" + attempt);
            return PrivateFiles.createDirectory(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Ends the processes that earlier attempts at a job left on this machine, and removes their folders.
     *
     * @throws IllegalStateException if a process cannot be ended: the job must not run twice
     */
    public void removeAll(String jobId) {
        removeIf(folder -> String.valueOf(folder.getFileName()).startsWith(jobId + "-"))
                .ifPresent(folder -> {
                    throw new IllegalStateException("processes of an earlier attempt cannot be ended: " + folder);
                });
    }

    /**
     * Ends the processes in folders whose JVM is gone, and removes the folders; the jobs may have been claimed on other
     * machines.
     */
    public void removeOrphans() {
        removeIf(folder -> !FolderLock.isHeld(folder))
                .ifPresent(folder ->
                        log.atError().addKeyValue("folder", folder).log("Processes of a lost worker cannot be ended"));
    }

    /** @return a folder whose processes cannot be ended, if there is one */
    private Optional<Path> removeIf(Predicate<Path> condition) {
        if (Files.notExists(workDirectory)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(workDirectory.toRealPath())) {
            return folders.filter(condition).filter(folder -> !endAndRemove(folder)).toList().stream()
                    .findFirst();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean endAndRemove(Path folder) {
        boolean ended = new FolderProcesses(folder).end(END_TIMEOUT);
        if (ended) {
            remove(folder);
        }
        return ended;
    }

    /** Removes a folder; what cannot be removed is left for the next time. */
    public static void remove(Path folder) {
        try {
            Files.walkFileTree(folder, new Removal(mountsBelow(folder)));
        } catch (NoSuchFileException removedByTheNextHolder) {
            log.atDebug().addKeyValue("folder", folder).log("Work folder already removed");
        } catch (IOException failure) {
            removeByPrograms(folder, failure);
        }
    }

    /** System programs can remove paths that are too long for the JDK, and files without write permission. */
    private static void removeByPrograms(Path folder, IOException failure) {
        try {
            if (mountsBelow(folder).isEmpty()) {
                SystemProgram.run(folder, LONGEST_REMOVAL, "chmod", "-R", "u+rwX");
                SystemProgram.run(folder, LONGEST_REMOVAL, "rm", "-rf", "--one-file-system");
            }
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            log.atWarn().addKeyValue("folder", folder).setCause(failure).log("Work folder not removed");
        }
    }

    /** A tool that was killed outside a namespace leaves its mounts: removal must not follow them out of the folder. */
    private static Set<Path> mountsBelow(Path folder) throws IOException {
        if (Files.notExists(MOUNTS)) {
            return Set.of();
        }
        try (Stream<String> lines = Files.lines(MOUNTS)) {
            return lines.map(line -> List.of(line.split(" ")))
                    .map(fields -> Path.of(fields.get(MOUNT_POINT).replace("\\040", " ")))
                    .filter(mount -> mount.startsWith(folder))
                    .collect(Collectors.toSet());
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {

        private final Set<Path> mounts;

        Removal(Set<Path> mounts) {
            this.mounts = mounts;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            if (mounts.contains(directory)) {
                throw new IOException("still mounted: " + directory);
            }
            directory.toFile().setWritable(true, true);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
