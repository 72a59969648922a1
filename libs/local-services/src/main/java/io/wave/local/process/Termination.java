package io.wave.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Terminates a process, forcibly after half of the time. */
public record Termination(ProcessHandle process) {

    private static final Duration POLL = Duration.ofMillis(20);

    public static Termination of(ProcessHandle process) {
        return new Termination(process);
    }

    /** Terminates the process; returns whether it has ended in time. */
    public boolean within(Duration timeout) {
        process.destroy();
        if (awaitExit(timeout.dividedBy(2))) {
            return true;
        }
        process.destroyForcibly();
        return awaitExit(timeout.dividedBy(2));
    }

    public boolean awaitExit(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!hasEnded(process)) {
            if (System.nanoTime() > deadline || Thread.interrupted()) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }

    /** Also true for a zombie that its parent has not reaped yet. */
    public static boolean hasEnded(ProcessHandle process) {
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
