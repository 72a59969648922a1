package io.wave.api.security;

import io.wave.api.web.problem.ApiException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Limits concurrent password checks, since they are slow by design. Others wait briefly or are rejected. */
final class PasswordCheckLimiter {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int MAX_WAITING = 20;

    private final Semaphore places;
    private final Semaphore turns;

    /** @param atOnce maximum number of concurrent checks */
    PasswordCheckLimiter(int atOnce) {
        this.places = new Semaphore(atOnce + MAX_WAITING);
        this.turns = new Semaphore(atOnce, true);
    }

    /** Leaves at least half of the processors to other requests. */
    static PasswordCheckLimiter ofProcessors(int processors) {
        return new PasswordCheckLimiter(Math.max(1, processors / 2));
    }

    /** @throws ApiException 503 if the check cannot start in time */
    boolean compare(BooleanSupplier comparison) {
        if (!places.tryAcquire()) {
            throw busy();
        }
        try {
            return compareInTurn(comparison);
        } finally {
            places.release();
        }
    }

    private boolean compareInTurn(BooleanSupplier comparison) {
        try {
            if (!turns.tryAcquire(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return comparison.getAsBoolean();
        } finally {
            turns.release();
        }
    }

    private static ApiException busy() {
        return ApiException.unavailable("Too many passwords are being checked, try again", RETRY_AFTER, null);
    }
}
