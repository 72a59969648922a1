package io.wave.proxy.token;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/** Goes through a map a part at a time, so that everything has its turn, however much there is. For one caller at a time. */
final class Rounds<K, V> {

    private final ConcurrentMap<K, V> all;
    private Iterator<Map.Entry<K, V>> round = Collections.emptyIterator();

    Rounds(ConcurrentMap<K, V> all) {
        this.all = all;
    }

    /** The next of those that are wanted, at most so many; begins again at the end, once. */
    List<K> next(int limit, Predicate<V> wanted) {
        List<K> taken = new ArrayList<>();
        takeUpTo(limit, wanted, taken);
        if (taken.size() < limit) {
            round = all.entrySet().iterator();
            takeUpTo(limit, wanted, taken);
        }
        return taken;
    }

    private void takeUpTo(int limit, Predicate<V> wanted, List<K> taken) {
        while (taken.size() < limit && round.hasNext()) {
            Map.Entry<K, V> entry = round.next();
            if (wanted.test(entry.getValue())) {
                taken.add(entry.getKey());
            }
        }
    }
}
