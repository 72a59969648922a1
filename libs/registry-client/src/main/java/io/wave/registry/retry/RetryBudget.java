package io.wave.registry.retry;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits the retries of calls to one origin: each retry costs tokens and each success returns a tenth of them, so that
 * retries stop when a registry keeps failing.
 */
final class RetryBudget {

    private static final int FULL = 100;
    private static final int COST = 10;
    private static final int REWARD = 1;

    private final AtomicInteger tokens = new AtomicInteger(FULL);

    boolean tryAcquire() {
        return tokens.getAndUpdate(left -> left >= COST ? left - COST : left) >= COST;
    }

    void succeeded() {
        tokens.updateAndGet(left -> Math.min(FULL, left + REWARD));
    }
}
