package io.wave.background;

import io.micrometer.core.instrument.Metrics;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps background work going. What is thrown in it, {@link Error}s such as {@code OutOfMemoryError} included, is logged
 * and counted in the meter {@code wave.background.failures}, and the work is begun again: a loop never ends unnoticed.
 */
public final class Background {

    private static final Logger log = LoggerFactory.getLogger(Background.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private Background() {}

    /**
     * Starts a daemon thread for a loop. A loop that throws is begun again after a second; one that returns has ended.
     *
     * @param name of the thread, in logs and in the meter
     */
    public static Thread start(String name, Runnable loop) {
        // A platform thread: it must go on however busy the carriers of virtual threads are.
        return Thread.ofPlatform().daemon().name(name).start(() -> repeat(name, loop));
    }

    private static void repeat(String name, Runnable loop) {
        while (!survives(name, loop)) {
            LockSupport.parkNanos(PAUSE_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    /** A periodic task for an executor, which would drop a task that throws. */
    public static Runnable task(String name, Runnable pass) {
        return () -> survives(name, pass);
    }

    /** Runs a pass; false if it threw something, which has been told. */
    public static boolean survives(String name, Runnable pass) {
        try {
            pass.run();
            return true;
        } catch (Throwable failure) {
            failed(name, failure);
            return false;
        }
    }

    /** Tells that background work failed and is begun again. Never throws, not even without memory. */
    public static void failed(String name, Throwable failure) {
        try {
            Metrics.counter("wave.background.failures", "work", name).increment();
            log.atError().addKeyValue("work", name).setCause(failure).log("Background work failed and is begun again");
        } catch (Throwable untold) {
            // Without memory to tell of it, going on matters more.
        }
    }
}
