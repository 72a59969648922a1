package io.wave.benchmark.hostile;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many rounds of each attack were made. */
final class AttackLog {

    private final Map<String, AtomicInteger> rounds = new ConcurrentHashMap<>();

    void add(String attack) {
        rounds.computeIfAbsent(attack, _ -> new AtomicInteger()).incrementAndGet();
    }

    Map<String, Integer> rounds() {
        Map<String, Integer> result = new TreeMap<>();
        rounds.forEach((name, count) -> result.put(name, count.get()));
        return result;
    }
}
