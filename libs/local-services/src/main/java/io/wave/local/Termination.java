package io.wave.local;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The end of a process: asked for first, forced after half of the time. */
record Termination(ProcessHandle process) {

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
        try {
            process.onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException unknown) {
            return !process.isAlive();
        }
    }
}
