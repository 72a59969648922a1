package io.wave.proxy.token;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/** Iterates over a map in portions, so that every entry has its turn, however many there are. For a single caller. */
final class RoundRobin<K, V> {

    private final ConcurrentMap<K, V> map;
    private Iterator<Map.Entry<K, V>> iterator = Collections.emptyIterator();

    RoundRobin(ConcurrentMap<K, V> map) {
        this.map = map;
    }

    /** The next keys whose value matches, up to the limit; continues from the start at the end, once. */
    List<K> next(int limit, Predicate<V> predicate) {
        List<K> keys = new ArrayList<>();
        collect(limit, predicate, keys);
        if (keys.size() < limit) {
            iterator = map.entrySet().iterator();
            collect(limit, predicate, keys);
        }
        return keys;
    }

    private void collect(int limit, Predicate<V> predicate, List<K> keys) {
        while (keys.size() < limit && iterator.hasNext()) {
            Map.Entry<K, V> entry = iterator.next();
            if (predicate.test(entry.getValue())) {
                keys.add(entry.getKey());
            }
        }
    }
}
