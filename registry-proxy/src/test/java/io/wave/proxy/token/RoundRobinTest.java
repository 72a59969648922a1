package io.wave.proxy.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.Test;

class RoundRobinTest {

    private final ConcurrentMap<Integer, Boolean> all = new ConcurrentHashMap<>();
    private final RoundRobin<Integer, Boolean> rounds = new RoundRobin<>(all);

    @Test
    void everyEntryIsReturned() {
        fill(10);
        Set<Integer> seen = new HashSet<>();
        for (int round = 0; round < 4; round++) {
            seen.addAll(rounds.next(3, _ -> true));
        }
        assertThat(seen).hasSize(10);
    }

    @Test
    void noEntryIsReturnedTwice() {
        fill(4);
        Set<Integer> taken = new HashSet<>();
        assertThat(rounds.next(100, _ -> true)).hasSizeLessThanOrEqualTo(8).allSatisfy(taken::add);
        assertThat(taken).hasSize(4);
    }

    @Test
    void onlyMatchingEntriesAreReturned() {
        fill(4);
        assertThat(rounds.next(4, _ -> false)).isEmpty();
    }

    private void fill(int count) {
        for (int i = 0; i < count; i++) {
            all.put(i, Boolean.TRUE);
        }
    }
}
