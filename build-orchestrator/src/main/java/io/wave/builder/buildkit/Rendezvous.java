package io.wave.builder.buildkit;

import io.wave.image.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Rendezvous hashing: each key has its own order of the nodes, and goes to the first of them that can take it. A node that is
 * added takes only keys for which it is the first; those of a node that is removed go to their second ones.
 */
final class Rendezvous {

    private Rendezvous() {}

    /** The nodes in the order of a key, which does not depend on the order in which they are given. */
    static List<String> order(String key, Collection<String> nodes) {
        return nodes.stream()
                .sorted(Comparator.comparing((String node) -> score(key, node)).reversed())
                .toList();
    }

    private static String score(String key, String node) {
        return Digest.of((node + "\n" + key).getBytes(StandardCharsets.UTF_8)).hex();
    }
}
