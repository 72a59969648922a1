package io.wave.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Places that are held for long, such as streams: a bound to all, and for each client address a share of them. */
public final class Places {

    private final int all;
    private final int share;
    private final Semaphore free;
    private final ConcurrentMap<String, Integer> takenBy = new ConcurrentHashMap<>();

    /**
     * @param all how many there are
     * @param share how many of them an address may hold
     */
    public Places(int all, int share) {
        this.all = all;
        this.share = share;
        this.free = new Semaphore(all);
    }

    /** What one address may have of so many: never more than half, so that no address keeps out all others. */
    public static int share(int all, int wanted) {
        return Math.clamp(all / 2, 1, Math.max(1, wanted));
    }

    /**
     * Takes a place, if there is one.
     *
     * @param address of the client; a text that is no address stands for itself
     */
    public Entry enter(String address) {
        if (!free.tryAcquire()) {
            return new Entry.Full();
        }
        String network = ClientNetwork.of(address);
        int held = takenBy.merge(network, 1, Integer::sum);
        Place place = new Place(network);
        if (held > share) {
            place.close();
            return new Entry.ShareUsed(share);
        }
        return place;
    }

    /** How many places are held. */
    public int taken() {
        return all - free.availablePermits();
    }

    /** Whether nobody holds a place. */
    public boolean areFree() {
        return free.availablePermits() == all;
    }

    /** What became of an attempt to take a place. */
    public sealed interface Entry {

        /** All places are taken. */
        record Full() implements Entry {}

        /**
         * The address has its share already.
         *
         * @param share how many places that is
         */
        record ShareUsed(int share) implements Entry {}
    }

    /** A place that is held until closed; closing it again changes nothing. */
    public final class Place implements Entry, AutoCloseable {

        private final String network;
        private final AtomicBoolean held = new AtomicBoolean(true);

        private Place(String network) {
            this.network = network;
        }

        @Override
        public void close() {
            if (held.compareAndSet(true, false)) {
                takenBy.computeIfPresent(network, (_, count) -> count == 1 ? null : count - 1);
                free.release();
            }
        }
    }
}
