package io.wave.api.retention;

import io.wave.background.Background;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs retention on its own thread, since a run over a large object store takes long and would block scheduled tasks.
 */
@Component
class RetentionLoop implements SmartLifecycle {

    /** Delay after the start of the service. */
    private static final Duration FIRST = Duration.ofMinutes(2);

    private final RetentionSweep sweep;
    private final Duration interval;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private @Nullable Thread thread;

    RetentionLoop(RetentionSweep sweep, RetentionProperties properties) {
        this.sweep = sweep;
        this.interval = properties.interval();
    }

    private void loop() {
        Duration pause = interval.compareTo(FIRST) < 0 ? interval : FIRST;
        try {
            while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = interval;
                Background.runOnce("retention", sweep::sweep);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void start() {
        stopped = new CountDownLatch(1);
        thread = Background.start("retention", this::loop);
    }

    /** Does not wait for the current run, whose steps are independent of each other. */
    @Override
    public synchronized void stop() {
        stopped.countDown();
        if (thread != null) {
            thread.interrupt();
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return stopped.getCount() > 0;
    }
}
