package io.wave.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Identifies a process by pid and start time, since pids are reused.
 *
 * @param pid of the process
 * @param start boot id and clock tick of its start where /proc has them, else the instant
 */
public record ProcessIdentity(long pid, String start) {

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int START_FIELD_AFTER_NAME = 19;

    /** Empty when there is no such process. */
    public static Optional<ProcessIdentity> of(long pid) {
        return ProcessHandle.of(pid)
                .filter(handle -> !Termination.hasEnded(handle))
                .map(handle -> new ProcessIdentity(pid, start(handle)));
    }

    static ProcessIdentity parse(String text) {
        String[] parts = text.strip().split(" ", 2);
        return new ProcessIdentity(Long.parseLong(parts[0]), parts.length > 1 ? parts[1] : "");
    }

    /** The process, if it still runs. */
    Optional<ProcessHandle> alive() {
        return of(pid).filter(this::equals).flatMap(_ -> ProcessHandle.of(pid));
    }

    private static String start(ProcessHandle handle) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "stat"));
            String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Files.readString(BOOT).strip() + "/" + afterName[START_FIELD_AFTER_NAME];
        } catch (IOException noProcFileSystem) {
            return handle.info().startInstant().map(Instant::toString).orElse("");
        }
    }

    @Override
    public String toString() {
        return pid + " " + start;
    }
}
