package io.wave.api.web.body;

import io.wave.api.web.problem.ApiException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory that bodies being worked on may take together: a quarter of the heap, and of that a quarter for those of one
 * address. It is taken as bytes arrive. What finds no room in time is answered 503.
 */
public final class BodyBudget {

    /** What a byte of a body costs while it is parsed, decoded and hashed. */
    private static final int COST_PER_BYTE = 3;

    private static final int UNIT = 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long POLL_MILLIS = 20;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Semaphore units;
    private final int size;
    private final int sizeOfAddress;
    private final Map<String, Integer> heldByAddress = new ConcurrentHashMap<>();

    private BodyBudget(int size, int sizeOfAddress) {
        this.size = size;
        this.sizeOfAddress = sizeOfAddress;
        this.units = new Semaphore(size, true);
    }

    /** @param largestBody one such body finds room whatever the share of an address */
    public static BodyBudget ofHeap(long heapBytes, long largestBody) {
        int size = Math.clamp(heapBytes / 4 / UNIT, 1, Integer.MAX_VALUE);
        return new BodyBudget(size, (int) Math.min(size, Math.max(size / 4, cost(largestBody))));
    }

    /** A share for one request of this address, empty as yet. */
    Share open(String address) {
        return new Share(address);
    }

    private static long cost(long bodyBytes) {
        return Math.ceilDiv(bodyBytes * COST_PER_BYTE, UNIT);
    }

    /** What one request holds of the budget, until it is closed. */
    final class Share implements AutoCloseable {

        private final String address;
        private int held;

        private Share(String address) {
            this.address = address;
        }

        /**
         * Makes room for this many bytes of a body in all. One that is too large for the whole budget takes all of it.
         *
         * @throws ApiException 503 if there is no room in time
         */
        void growTo(long bodyBytes) {
            int wanted = (int) Math.min(sizeOfAddress, cost(bodyBytes));
            int missing = wanted - held;
            if (missing > 0) {
                acquire(missing);
                held = wanted;
            }
        }

        private void acquire(int missing) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            try {
                if (takeOfAddress(missing, deadline)) {
                    if (units.tryAcquire(missing, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                    giveBack(missing);
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            throw ApiException.unavailable(
                    "Too many large requests at the moment, please try again", RETRY_AFTER, null);
        }

        /** Waits for the other requests of this address. */
        private boolean takeOfAddress(int missing, long deadline) throws InterruptedException {
            while (heldByAddress.merge(address, missing, Integer::sum) > sizeOfAddress) {
                giveBack(missing);
                if (System.nanoTime() - deadline >= 0) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            return true;
        }

        private void giveBack(int count) {
            heldByAddress.computeIfPresent(address, (_, all) -> all > count ? Integer.valueOf(all - count) : null);
        }

        @Override
        public void close() {
            if (held > 0) {
                giveBack(held);
                units.release(held);
                held = 0;
            }
        }
    }
}
