package io.wave.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The end of a process: asked for first, forced after half of the time. */
record Termination(ProcessHandle process) {

    private static final Duration POLL = Duration.ofMillis(20);

    static Termination of(ProcessHandle process) {
        return new Termination(process);
    }

    /** Whether the process is gone. */
    boolean within(Duration timeout) {
        process.destroy();
        if (gone(timeout.dividedBy(2))) {
            return true;
        }
        process.destroyForcibly();
        return gone(timeout.dividedBy(2));
    }

    boolean gone(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!hasEnded(process)) {
            if (System.nanoTime() > deadline || Thread.interrupted()) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }

    /** Also true for an orphan that the first process of a container has not noticed yet, which may take long. */
    static boolean hasEnded(ProcessHandle process) {
        if (!process.isAlive()) {
            return true;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException noProcFileSystem) {
            return false;
        }
    }
}
