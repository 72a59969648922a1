package io.wave.job.engine.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * The disk space that an attempt may use, and the reserve that must stay free.
 *
 * @param perAttempt maximum disk usage of one attempt
 */
public record DiskLimit(DataSize perAttempt) {

    private static final Logger log = LoggerFactory.getLogger(DiskLimit.class);
    private static final AtomicBoolean UNKNOWN_LOGGED = new AtomicBoolean();

    private static final DataSize RESERVE = DataSize.ofMegabytes(256);
    private static final Duration LONGEST_MEASURE = Duration.ofMinutes(5);

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int PAUSE_PER_WORK = 20;

    /**
     * Watches the disk usage of a folder until the watch is closed.
     *
     * @param onExcess gets the message for the user, once
     */
    public Watch watch(Path folder, Consumer<String> onExcess) {
        return watch(List.of(folder), onExcess);
    }

    /**
     * Watches the total disk usage of folders until the watch is closed.
     *
     * @param folders at least one
     * @param onExcess gets the message for the user, once
     */
    public Watch watch(List<Path> folders, Consumer<String> onExcess) {
        return watch(folders, List.of(), onExcess);
    }

    /**
     * Watches the total disk usage of folders until the watch is closed.
     *
     * @param folders at least one
     * @param prefix command line prefix of the program that measures, if only another user can read all of them
     * @param onExcess gets the message for the user, once
     */
    public Watch watch(List<Path> folders, List<String> prefix, Consumer<String> onExcess) {
        return new Watch(List.copyOf(folders), List.copyOf(prefix), onExcess);
    }

    /** The message for the user if the limit is exceeded or the disk is full; otherwise empty. */
    public Optional<String> excess(Path folder) throws InterruptedException {
        return excess(List.of(folder), List.of());
    }

    private Optional<String> excess(List<Path> folders, List<String> prefix) throws InterruptedException {
        if (folders.getFirst().toFile().getUsableSpace() < RESERVE.toBytes()) {
            return Optional.of("the disk of the worker is full");
        }
        OptionalLong used = used(folders, prefix);
        if (used.isEmpty() && UNKNOWN_LOGGED.compareAndSet(false, true)) {
            log.atWarn().addKeyValue("folders", folders).log("Disk usage of work folder unknown");
        }
        return used.orElse(0) > perAttempt.toBytes()
                ? Optional.of("the job uses more than %d MB of the worker's disk (limit: wave.jobs.disk-limit)"
                        .formatted(perAttempt.toMegabytes()))
                : Optional.empty();
    }

    /** In disk blocks: holes in files do not count, and hard links count once. */
    private static OptionalLong used(List<Path> folders, List<String> prefix) throws InterruptedException {
        try {
            List<String> command = new ArrayList<>(prefix);
            command.addAll(List.of("du", "-s", "-c", "-x", "-B1"));
            return SystemProgram.run(folders, LONGEST_MEASURE, command.toArray(String[]::new))
                    .map(answer -> answer.lines().toList().getLast().split("\t", 2)[0])
                    .map(number -> OptionalLong.of(Long.parseLong(number)))
                    .orElseGet(OptionalLong::empty);
        } catch (IOException | NumberFormatException unknown) {
            return OptionalLong.empty();
        }
    }

    /** Measures repeatedly, at longer intervals the longer a measurement takes. */
    public final class Watch implements AutoCloseable {

        private final List<Path> folders;
        private final List<String> prefix;
        private final Consumer<String> onExcess;
        private final Thread thread;
        private volatile @Nullable String excess;

        private Watch(List<Path> folders, List<String> prefix, Consumer<String> onExcess) {
            this.folders = folders;
            this.prefix = prefix;
            this.onExcess = onExcess;
            this.thread = Thread.ofPlatform()
                    .daemon()
                    .name("disk-" + folders.getFirst().getFileName())
                    .start(this::run);
        }

        private void run() {
            try {
                Duration pause = SHORTEST_PAUSE;
                Optional<String> found = Optional.empty();
                while (found.isEmpty()) {
                    Thread.sleep(pause);
                    long start = System.nanoTime();
                    found = DiskLimit.this.excess(folders, prefix);
                    Duration rest = Duration.ofNanos(System.nanoTime() - start).multipliedBy(PAUSE_PER_WORK);
                    pause = rest.compareTo(SHORTEST_PAUSE) < 0
                            ? SHORTEST_PAUSE
                            : rest.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : rest;
                }
                excess = found.get();
                onExcess.accept(found.get());
            } catch (InterruptedException closed) {
                // The tool has ended.
            }
        }

        /** The message for the user, once the limit was exceeded. */
        public Optional<String> excess() {
            return Optional.ofNullable(excess);
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}
