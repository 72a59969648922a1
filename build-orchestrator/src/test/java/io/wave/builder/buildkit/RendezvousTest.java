package io.wave.builder.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RendezvousTest {

    private static final int KEYS = 3000;
    private static final List<String> NODES = nodes(4);

    @Test
    void orderIsThatOfTheKeyWhateverTheOrderOfTheNodes() {
        List<String> order = Rendezvous.order("docker.io/library/ubuntu", NODES);
        assertThat(order).containsExactlyInAnyOrderElementsOf(NODES);
        assertThat(Rendezvous.order("docker.io/library/ubuntu", NODES.reversed()))
                .isEqualTo(order);
    }

    @Test
    void nodesHaveAboutAsManyKeys() {
        Map<String, Long> counts =
                keys().stream().collect(Collectors.groupingBy(key -> first(key, NODES), Collectors.counting()));
        assertThat(counts).hasSize(4).allSatisfy((_, count) -> assertThat(count).isBetween(650L, 850L));
    }

    /** Of five nodes, the new one has a fifth of the keys. */
    @Test
    void addedNodeTakesItsShareAndNothingElseMoves() {
        List<String> more = nodes(5);
        List<String> moved = keys().stream()
                .filter(key -> !first(key, NODES).equals(first(key, more)))
                .toList();
        assertThat(moved).allSatisfy(key -> assertThat(first(key, more)).isEqualTo(more.getLast()));
        assertThat(moved).hasSizeBetween(500, 700);
    }

    /** So one that is down has the same effect as one that is removed. */
    @Test
    void keysOfARemovedNodeGoToTheirSecondNodes() {
        List<String> fewer = new ArrayList<>(NODES);
        String removed = fewer.remove(1);
        assertThat(keys()).allSatisfy(key -> {
            List<String> order = new ArrayList<>(Rendezvous.order(key, NODES));
            order.remove(removed);
            assertThat(Rendezvous.order(key, fewer)).isEqualTo(order);
        });
    }

    private static String first(String key, List<String> nodes) {
        return Rendezvous.order(key, nodes).getFirst();
    }

    private static List<String> keys() {
        return numbered(KEYS, "registry.example.com/team/base-%d"::formatted);
    }

    private static List<String> nodes(int count) {
        return numbered(count, "tcp://wave-buildkit-%d.wave-buildkit:1234"::formatted);
    }

    private static List<String> numbered(int count, Function<Integer, String> name) {
        return IntStream.range(0, count).boxed().map(name).toList();
    }
}
