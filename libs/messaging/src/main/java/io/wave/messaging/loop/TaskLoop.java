package io.wave.messaging.loop;

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
 * Runs a {@link RepeatedTask} repeatedly on its own thread: at once after {@link #wake}, else at intervals; after a failure
 * with growing pauses, which a wake-up does not shorten. Stopping waits for the current run.
 */
public final class TaskLoop implements SmartLifecycle {

    /** Phase: stops after listeners, web server and jobs, which append to the outbox, and before Redis is disconnected. */
    public static final int BEFORE_CONNECTIONS = 1000;

    /** Phase: starts last and stops first. */
    public static final int AFTER_LISTENERS = Integer.MAX_VALUE - 1;

    /**
     * When the task is run.
     *
     * @param interval the time between runs without a wake-up
     * @param batchingDelay how long a run after a wake-up waits, so that it does the work of several wake-ups
     * @param maxPause the longest pause after a failure
     */
    public record Pace(Duration interval, Duration batchingDelay, Duration maxPause) {}

    private static final Logger log = LoggerFactory.getLogger(TaskLoop.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final String name;
    private final RepeatedTask task;
    private final Pace pace;
    private final int phase;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private @Nullable Thread thread;

    public TaskLoop(String name, RepeatedTask task, Pace pace, int phase) {
        this.name = name;
        this.task = task;
        this.pace = pace;
        this.phase = phase;
    }

    /** Runs the task as soon as possible. */
    public void wake() {
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
            if (!running.join(STOP_TIMEOUT)) {
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
                if (runSafely()) {
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

    private boolean runSafely() throws InterruptedException {
        try {
            wakeUps.drainPermits();
            if (!task.run() && wakeUps.tryAcquire(pace.interval().toMillis(), TimeUnit.MILLISECONDS)) {
                // Under load many commits come together; one run serves them all.
                stopped.await(pace.batchingDelay().toMillis(), TimeUnit.MILLISECONDS);
            }
            return true;
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception failure) {
            log.atWarn()
                    .addKeyValue("task", name)
                    .addKeyValue(
                            "reason",
                            NestedExceptionUtils.getMostSpecificCause(failure).toString())
                    .log("task failed, retrying after a pause");
            return false;
        } catch (Throwable error) {
            Background.failed(name, error);
            return false;
        }
    }

    private void finishSafely() throws InterruptedException {
        try {
            task.finish();
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
