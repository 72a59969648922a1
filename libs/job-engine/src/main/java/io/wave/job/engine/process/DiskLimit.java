package io.wave.job.engine.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * How much of the disk an attempt may use, and how little of it may be left for all.
 *
 * @param perAttempt the most that the files of one attempt take
 */
public record DiskLimit(DataSize perAttempt) {

    private static final DataSize RESERVE = DataSize.ofMegabytes(256);
    private static final long BLOCK = 4096;
    /** Files that have several names count once; smaller ones may count more often. */
    private static final long LARGE = 1024 * 1024;

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int PAUSE_PER_WORK = 20;

    /** Watches a folder until it is closed. */
    Watch watch(Path folder, Runnable onExcess) {
        return new Watch(folder, onExcess);
    }

    /** What is wrong, in words for the user; empty while nothing is. */
    Optional<String> excess(Path folder) throws IOException {
        if (folder.toFile().getUsableSpace() < RESERVE.toBytes()) {
            return Optional.of("the disk of the worker is full");
        }
        Sum sum = new Sum(perAttempt.toBytes());
        Files.walkFileTree(folder, sum);
        return sum.bytes > perAttempt.toBytes()
                ? Optional.of("it takes more than %d MB of the worker's disk, the limit set by wave.jobs.disk-limit"
                        .formatted(perAttempt.toMegabytes()))
                : Optional.empty();
    }

    /** Measures again and again, the more seldom the longer it takes. */
    final class Watch implements AutoCloseable {

        private final Path folder;
        private final Runnable onExcess;
        private final Thread thread;
        private volatile @Nullable String excess;

        private Watch(Path folder, Runnable onExcess) {
            this.folder = folder;
            this.onExcess = onExcess;
            this.thread = Thread.ofPlatform()
                    .daemon()
                    .name("disk-" + folder.getFileName())
                    .start(this::run);
        }

        private void run() {
            try {
                Duration pause = SHORTEST_PAUSE;
                while (excess == null) {
                    Thread.sleep(pause);
                    long start = System.nanoTime();
                    measure();
                    Duration rest = Duration.ofNanos(System.nanoTime() - start).multipliedBy(PAUSE_PER_WORK);
                    pause = rest.compareTo(SHORTEST_PAUSE) < 0
                            ? SHORTEST_PAUSE
                            : rest.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : rest;
                }
                onExcess.run();
            } catch (InterruptedException closed) {
                // The tool has ended.
            }
        }

        private void measure() {
            try {
                excess = DiskLimit.this.excess(folder).orElse(null);
            } catch (IOException changedMeanwhile) {
                // The next time then.
            }
        }

        /** What was exceeded, once it was. */
        Optional<String> excess() {
            return Optional.ofNullable(excess);
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }

    private static final class Sum extends SimpleFileVisitor<Path> {

        private final long limit;
        private final Set<Object> counted = new HashSet<>();
        private long bytes;

        Sum(long limit) {
            this.limit = limit;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            long size = attributes.size();
            Object key = attributes.fileKey();
            if (size < LARGE || key == null || counted.add(key)) {
                bytes += Math.ceilDiv(size, BLOCK) * BLOCK;
            }
            return Thread.currentThread().isInterrupted() || bytes > limit
                    ? FileVisitResult.TERMINATE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException gone) {
            return FileVisitResult.CONTINUE;
        }
    }
}
