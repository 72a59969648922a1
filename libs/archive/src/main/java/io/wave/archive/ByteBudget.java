package io.wave.archive;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes may still be unpacked, by one archive or by several together. Safe for use by several threads. */
public final class ByteBudget {

    private final long size;
    private final AtomicLong left;

    /** @param size how many bytes may be taken in all, not negative */
    public ByteBudget(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("size: must not be negative: " + size);
        }
        this.size = size;
        this.left = new AtomicLong(size);
    }

    /** How many bytes could be taken in all. */
    public long size() {
        return size;
    }

    /**
     * Takes this many bytes.
     *
     * @throws BudgetExceededException if fewer are left; none are left afterwards
     */
    void take(long bytes) throws BudgetExceededException {
        if (left.addAndGet(-bytes) < 0) {
            left.set(-1);
            throw new BudgetExceededException(size);
        }
    }
}
