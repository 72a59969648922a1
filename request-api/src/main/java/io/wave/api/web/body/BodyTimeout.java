package io.wave.api.web.body;

import io.wave.api.web.problem.ApiException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Checks how fast a body arrives, so that slow clients do not hold memory. Used by one thread. */
final class BodyTimeout {

    private static final int LEAST = 16 * 1024;

    private final LongSupplier nanoTime;
    private final long total;
    private final long window;
    private final long begun;
    private long windowBegun;
    private int arrived;

    BodyTimeout(Duration total, Duration window, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.total = total.toNanos();
        this.window = window.toNanos();
        this.begun = nanoTime.getAsLong();
        this.windowBegun = begun;
    }

    /**
     * Records bytes that have arrived.
     *
     * @throws ApiException 408 if the body arrives too slowly
     */
    void arrived(int bytes) {
        long now = nanoTime.getAsLong();
        if (now - begun > total) {
            throw tooSlow();
        }
        arrived += bytes;
        if (arrived >= LEAST) {
            windowBegun = now;
            arrived = 0;
        } else if (now - windowBegun > window) {
            throw tooSlow();
        }
    }

    static ApiException tooSlow() {
        return ApiException.tooSlow("The request body arrives too slowly");
    }
}
