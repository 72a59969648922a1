package io.wave.messaging;

import io.wave.background.Background;
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

    /**
     * When passes are made.
     *
     * @param interval the time between passes when nobody asks for one
     * @param gathering how long a pass that was asked for waits for more to do
     * @param maxPause the longest time to wait after a failure
     */
    record Pace(Duration interval, Duration gathering, Duration maxPause) {}

    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LAST_PASS = Duration.ofSeconds(20);

    private final String name;
    private final Sweep sweep;
    private final Pace pace;
    private final int phase;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private @Nullable Thread thread;

    Sweeper(String name, Sweep sweep, Pace pace, int phase) {
        this.name = name;
        this.sweep = sweep;
        this.pace = pace;
        this.phase = phase;
    }

    /** Asks for a pass now. */
    void wake() {
        wakeUps.release();
    }

    @Override
    public synchronized void start() {
        stopped = new CountDownLatch(1);
        thread = Background.start(name, this::run);
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
                } else if (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    pause = longer(pause);
                }
            }
            finishSafely();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean sweepSafely() throws InterruptedException {
        try {
            wakeUps.drainPermits();
            if (!sweep.sweep() && wakeUps.tryAcquire(pace.interval().toMillis(), TimeUnit.MILLISECONDS)) {
                // Many commits come together under load; one pass serves them all.
                stopped.await(pace.gathering().toMillis(), TimeUnit.MILLISECONDS);
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
        } catch (Throwable error) {
            Background.failed(name, error);
            return false;
        }
    }

    private void finishSafely() throws InterruptedException {
        try {
            sweep.finish();
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception | Error failure) {
            Background.failed(name, failure);
        }
    }

    private Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(pace.maxPause()) < 0 ? twice : pace.maxPause();
    }
}
