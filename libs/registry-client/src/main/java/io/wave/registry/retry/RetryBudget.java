package io.wave.registry.retry;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps repeats from becoming a storm: each one costs a token, each success gives a tenth back, and none is left once a
 * registry fails for good. One per origin.
 */
final class RetryBudget {

    private static final int FULL = 100;
    private static final int COST = 10;
    private static final int REWARD = 1;

    private final AtomicInteger tokens = new AtomicInteger(FULL);

    boolean take() {
        return tokens.getAndUpdate(left -> left >= COST ? left - COST : left) >= COST;
    }

    void succeeded() {
        tokens.updateAndGet(left -> Math.min(FULL, left + REWARD));
    }
}
