package io.wave.api.http;

import io.wave.api.problem.ApiException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory that bodies being worked on may take together: a quarter of the heap. What finds no room in time is
 * answered 503 and not begun.
 */
final class BodyBudget {

    /** What a byte of a body costs while it is parsed, decoded and hashed. */
    private static final int COST_PER_BYTE = 3;

    private static final int UNIT = 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Semaphore units;
    private final int size;

    private BodyBudget(int size) {
        this.size = size;
        this.units = new Semaphore(size, true);
    }

    static BodyBudget ofHeap(long heapBytes) {
        return new BodyBudget(Math.clamp(heapBytes / 4 / UNIT, 1, Integer.MAX_VALUE));
    }

    /** A share for one request, empty as yet. */
    Share open() {
        return new Share();
    }

    /** What one request holds of the budget, until it is closed. */
    final class Share implements AutoCloseable {

        private int held;

        private Share() {}

        /**
         * Makes room for a body of this many bytes in all. One that is too large for the whole budget takes all of it.
         *
         * @throws ApiException 503 if there is no room in time
         */
        void growTo(long bodyBytes) {
            int wanted = (int) Math.min(size, Math.ceilDiv(bodyBytes * COST_PER_BYTE, UNIT));
            int missing = wanted - held;
            if (missing > 0) {
                acquire(missing);
                held = wanted;
            }
        }

        private void acquire(int missing) {
            try {
                if (units.tryAcquire(missing, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            throw ApiException.unavailable(
                    "Too many large requests at the moment, please try again", RETRY_AFTER, null);
        }

        @Override
        public void close() {
            units.release(held);
            held = 0;
        }
    }
}
