package io.wave.background;

import io.micrometer.core.instrument.Metrics;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs background work and restarts it after failures. Every {@link Throwable}, {@code OutOfMemoryError} included, is logged
 * and counted in the meter {@code wave.background.failures}.
 */
public final class Background {

    private static final Logger log = LoggerFactory.getLogger(Background.class);
    private static final long RESTART_DELAY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private Background() {}

    /**
     * Starts a daemon thread for a loop. A loop that throws is restarted after a second; one that returns is finished.
     *
     * @param name name of the thread, also in logs and as tag of the meter
     */
    public static Thread start(String name, Runnable loop) {
        // A platform thread, which runs even if all carriers of virtual threads are busy.
        return Thread.ofPlatform().daemon().name(name).start(() -> repeat(name, loop));
    }

    private static void repeat(String name, Runnable loop) {
        while (!runOnce(name, loop)) {
            LockSupport.parkNanos(RESTART_DELAY_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    /** Wraps a periodic task, which an executor would cancel if it threw. */
    public static Runnable task(String name, Runnable pass) {
        return () -> runOnce(name, pass);
    }

    /**
     * Runs a task for all items at once, on virtual threads, and waits until all have ended. What one throws is logged, and stops none of
     * the others.
     */
    public static <T> void forEach(String name, Collection<T> items, Consumer<T> task) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            items.forEach(item -> threads.execute(task(name, () -> task.accept(item))));
        }
    }

    /** Runs a task once; false if it threw something, which is logged. */
    public static boolean runOnce(String name, Runnable pass) {
        try {
            pass.run();
            return true;
        } catch (Throwable failure) {
            failed(name, failure);
            return false;
        }
    }

    /** Logs and counts a failure of background work. Never throws, not even without memory. */
    public static void failed(String name, Throwable failure) {
        try {
            Metrics.counter("wave.background.failures", "work", name).increment();
            log.atError()
                    .addKeyValue("work", name)
                    .setCause(failure)
                    .log("Background work failed and will be restarted");
        } catch (Throwable ignored) {
            // Not even enough memory to log it: keep running.
        }
    }
}
