package io.wave.archive;

import java.util.concurrent.atomic.AtomicLong;

/** Limits the number of bytes that one or several archives unpack to. Thread-safe. */
public final class ByteBudget {

    private final long size;
    private final AtomicLong left;

    /** @param size maximum number of bytes, not negative */
    public ByteBudget(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("size: must not be negative: " + size);
        }
        this.size = size;
        this.left = new AtomicLong(size);
    }

    /** The maximum number of bytes. */
    public long size() {
        return size;
    }

    /**
     * Counts bytes against the budget.
     *
     * @throws BudgetExceededException if the budget is exceeded; then nothing is left of it
     */
    void take(long bytes) throws BudgetExceededException {
        if (left.addAndGet(-bytes) < 0) {
            left.set(-1);
            throw new BudgetExceededException(size);
        }
    }
}
