package io.wave.background;

import java.time.Duration;

/** Exponential delays between attempts, up to a maximum. Not thread-safe. */
public final class Backoff {

    private final Duration initial;
    private final Duration max;
    private Duration next;

    /**
     * A back-off that starts with the initial delay.
     *
     * @param initial first delay
     * @param max longest delay
     */
    public Backoff(Duration initial, Duration max) {
        this.initial = initial;
        this.max = max;
        this.next = initial;
    }

    /** Returns the delay before the next attempt and doubles the following one. */
    public Duration next() {
        Duration pause = next;
        Duration doubled = pause.multipliedBy(2);
        next = doubled.compareTo(max) < 0 ? doubled : max;
        return pause;
    }

    /** Sleeps for {@link #next()}. */
    public void sleep() throws InterruptedException {
        Thread.sleep(next());
    }

    /** Starts again with the initial delay, after a success. */
    public void reset() {
        next = initial;
    }
}
