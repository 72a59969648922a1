package io.wave.api.retention;

import io.wave.background.Background;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Makes passes on a thread of its own: one over a large store takes long, and scheduled work must not wait for it. */
@Component
class RetentionLoop implements SmartLifecycle {

    /** A service that has just started has better things to do. */
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
                Background.survives("retention", sweep::sweep);
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

    /** Does not wait for the pass in hand: each of its steps is whole by itself. */
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
