package io.wave.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Limits concurrent use, such as of streams, in total and for each client address. */
public final class ConcurrencyLimit {

    private final int all;
    private final int share;
    private final Semaphore free;
    private final ConcurrentMap<String, Integer> usedBy = new ConcurrentHashMap<>();

    /**
     * @param all maximum number in total
     * @param share maximum number for one address
     */
    public ConcurrencyLimit(int all, int share) {
        this.all = all;
        this.share = share;
        this.free = new Semaphore(all);
    }

    /** The maximum for one address: at most half of the total, so that one address cannot block all others. */
    public static int share(int all, int wanted) {
        return Math.clamp(all / 2, 1, Math.max(1, wanted));
    }

    /**
     * Acquires a permit if the limits allow it.
     *
     * @param address address of the client
     */
    public Result acquire(String address) {
        if (!free.tryAcquire()) {
            return new Result.TotalReached();
        }
        String network = ClientNetwork.of(address);
        int held = usedBy.merge(network, 1, Integer::sum);
        Permit permit = new Permit(network);
        if (held > share) {
            permit.close();
            return new Result.AddressReached(share);
        }
        return permit;
    }

    /** The number of permits that are held. */
    public int inUse() {
        return all - free.availablePermits();
    }

    /** Whether no permit is held. */
    public boolean isUnused() {
        return free.availablePermits() == all;
    }

    /** The result of an attempt to acquire a permit. */
    public sealed interface Result {

        /** The total limit is reached. */
        record TotalReached() implements Result {}

        /**
         * The limit of the address is reached.
         *
         * @param limit limit of the address
         */
        record AddressReached(int limit) implements Result {}
    }

    /** A permit, held until closed. Closing it twice has no effect. */
    public final class Permit implements Result, AutoCloseable {

        private final String network;
        private final AtomicBoolean held = new AtomicBoolean(true);

        private Permit(String network) {
            this.network = network;
        }

        @Override
        public void close() {
            if (held.compareAndSet(true, false)) {
                usedBy.computeIfPresent(network, (_, count) -> count == 1 ? null : count - 1);
                free.release();
            }
        }
    }
}
