package io.wave.api.security;

import io.wave.api.web.problem.ApiException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Comparing a password is slow on purpose: few are compared at a time, some wait for a moment, others come again. */
final class PasswordHashing {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int MAX_WAITING = 20;

    private final Semaphore places;
    private final Semaphore turns;

    /** @param atOnce how many are compared at a time */
    PasswordHashing(int atOnce) {
        this.places = new Semaphore(atOnce + MAX_WAITING);
        this.turns = new Semaphore(atOnce, true);
    }

    /** Leaves at least half of the processors to others. */
    static PasswordHashing ofProcessors(int processors) {
        return new PasswordHashing(Math.max(1, processors / 2));
    }

    /** @throws ApiException 503 if it is not its turn in time */
    boolean compare(BooleanSupplier comparison) {
        if (!places.tryAcquire()) {
            throw busy();
        }
        try {
            return inTurn(comparison);
        } finally {
            places.release();
        }
    }

    private boolean inTurn(BooleanSupplier comparison) {
        try {
            if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
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
        return ApiException.unavailable("Too many passwords are being checked, please try again", RETRY_AFTER, null);
    }
}
