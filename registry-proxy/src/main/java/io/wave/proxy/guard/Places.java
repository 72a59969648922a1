package io.wave.proxy.guard;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Places for something that clients hold, counted in all and by client. */
final class Places {

    private final int most;
    private final int mostOfOne;
    private final AtomicInteger taken = new AtomicInteger();
    private final Map<String, Integer> takenBy = new ConcurrentHashMap<>();

    Places(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** What one client may have of so many: never more than half. */
    static int share(int most, int mostOfOne) {
        return Math.clamp(most / 2, 1, Math.max(1, mostOfOne));
    }

    /** Takes a place, to be given back once; false if there is none. */
    boolean take(String client) {
        if (taken.incrementAndGet() > most) {
            taken.decrementAndGet();
            return false;
        }
        if (takenBy.merge(client, 1, Integer::sum) > mostOfOne) {
            give(client);
            return false;
        }
        return true;
    }

    void give(String client) {
        takenBy.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
        taken.decrementAndGet();
    }

    int taken() {
        return taken.get();
    }
}
