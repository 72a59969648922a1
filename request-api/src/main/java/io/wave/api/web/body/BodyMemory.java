package io.wave.api.web.body;

import io.wave.api.web.problem.ApiException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits the memory for all request bodies that are being processed: a quarter of the heap, and a quarter of that per
 * client address. Memory is reserved while a body arrives. A request that does not get memory in time is answered 503.
 */
public final class BodyMemory {

    /** Memory per byte of a body while it is parsed, decoded and hashed. */
    private static final int COST_PER_BYTE = 3;

    private static final int UNIT = 1024;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final long POLL_MILLIS = 20;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Semaphore units;
    private final int size;
    private final int sizeOfAddress;
    private final Map<String, Integer> heldByAddress = new ConcurrentHashMap<>();

    private BodyMemory(int size, int sizeOfAddress) {
        this.size = size;
        this.sizeOfAddress = sizeOfAddress;
        this.units = new Semaphore(size, true);
    }

    /** @param largestBody a body of this size is always possible, whatever the share of an address */
    public static BodyMemory ofHeap(long heapBytes, long largestBody) {
        int size = Math.clamp(heapBytes / 4 / UNIT, 1, Integer.MAX_VALUE);
        return new BodyMemory(size, (int) Math.min(size, Math.max(size / 4, cost(largestBody))));
    }

    /** An empty share for a request from this address. */
    Share open(String address) {
        return new Share(address);
    }

    private static long cost(long bodyBytes) {
        return Math.ceilDiv(bodyBytes * COST_PER_BYTE, UNIT);
    }

    /** The memory that a request holds until it is closed. */
    final class Share implements AutoCloseable {

        private final String address;
        private int held;

        private Share(String address) {
            this.address = address;
        }

        /**
         * Reserves memory for a body of this many bytes in total. A body larger than the whole budget reserves all of
         * it.
         *
         * @throws ApiException 503 if there is not enough memory in time
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
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            try {
                if (takeOfAddress(missing, deadline)) {
                    if (units.tryAcquire(missing, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                    releaseUnits(missing);
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            throw ApiException.unavailable("Too many large requests, try again", RETRY_AFTER, null);
        }

        /** Waits for the other requests of this address. */
        private boolean takeOfAddress(int missing, long deadline) throws InterruptedException {
            while (heldByAddress.merge(address, missing, Integer::sum) > sizeOfAddress) {
                releaseUnits(missing);
                if (System.nanoTime() - deadline >= 0) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            return true;
        }

        private void releaseUnits(int count) {
            heldByAddress.computeIfPresent(address, (_, all) -> all > count ? Integer.valueOf(all - count) : null);
        }

        @Override
        public void close() {
            if (held > 0) {
                releaseUnits(held);
                units.release(held);
                held = 0;
            }
        }
    }
}
