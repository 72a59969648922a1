package io.wave.messaging;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;

/**
 * Repeats a {@link Sweep} on a thread of its own: at once after {@link #wake}, else at intervals; after a failure with
 * growing pauses, which a wake-up does not cut short. Stopping lets the pass in hand come to its end.
 */
final class Sweeper implements SmartLifecycle {

    /** Phase of what stops after listeners, web server and jobs, which append, and before Redis is disconnected. */
    static final int BEFORE_CONNECTIONS = 1000;

    /** Phase of what starts last and stops first. */
    static final int AFTER_LISTENERS = Integer.MAX_VALUE - 1;

    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LAST_PASS = Duration.ofSeconds(20);

    private final String name;
    private final Sweep sweep;
    private final Duration interval;
    private final Duration maxPause;
    private final int phase;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private @Nullable Thread thread;

    Sweeper(String name, Sweep sweep, Duration interval, Duration maxPause, int phase) {
        this.name = name;
        this.sweep = sweep;
        this.interval = interval;
        this.maxPause = maxPause;
        this.phase = phase;
    }

    /** Asks for a pass now. */
    void wake() {
        wakeUps.release();
    }

    @Override
    public synchronized void start() {
        stopped = new CountDownLatch(1);
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    @Override
    public synchronized void stop() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        stopped.countDown();
        wake();
        thread = null;
        try {
            if (!running.join(LAST_PASS)) {
                running.interrupt();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return stopped.getCount() > 0;
    }

    @Override
    public int getPhase() {
        return phase;
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (isRunning()) {
                if (sweepSafely()) {
                    pause = FIRST_PAUSE;
                } else if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                } else {
                    pause = longer(pause);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean sweepSafely() throws InterruptedException {
        try {
            wakeUps.drainPermits();
            if (!sweep.sweep()) {
                boolean woken = wakeUps.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS);
                log.atTrace()
                        .addKeyValue("sweeper", name)
                        .addKeyValue("woken", woken)
                        .log("next pass");
            }
            return true;
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception failure) {
            log.atWarn()
                    .addKeyValue("sweeper", name)
                    .addKeyValue(
                            "reason",
                            NestedExceptionUtils.getMostSpecificCause(failure).toString())
                    .log("pass failed, the next one waits");
            return false;
        }
    }

    private Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(maxPause) < 0 ? twice : maxPause;
    }
}
