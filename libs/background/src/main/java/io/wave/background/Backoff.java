package io.wave.background;

import java.time.Duration;

/** The pauses between attempts: each twice as long as the one before, up to a limit. Not safe for use by several threads. */
public final class Backoff {

    private final Duration initial;
    private final Duration max;
    private Duration next;

    /**
     * A backoff that starts from the shortest pause.
     *
     * @param initial the first pause
     * @param max the longest pause
     */
    public Backoff(Duration initial, Duration max) {
        this.initial = initial;
        this.max = max;
        this.next = initial;
    }

    /** Returns the pause before the next attempt and doubles the one after it. */
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

    /** Starts again from the first pause, after a success. */
    public void reset() {
        next = initial;
    }
}
