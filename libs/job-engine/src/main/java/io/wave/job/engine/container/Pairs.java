package io.wave.job.engine.container;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pairs of the form {@code name=value}, such as labels in the configuration of runners. */
public final class Pairs {

    private Pairs() {}

    /** A new map, sorted by name; of pairs with the same name the last one counts. */
    public static Map<String, String> of(List<String> pairs) {
        Map<String, String> map = new TreeMap<>();
        pairs.forEach(pair -> {
            int separator = pair.indexOf('=');
            map.put(pair.substring(0, separator), pair.substring(separator + 1));
        });
        return map;
    }
}
