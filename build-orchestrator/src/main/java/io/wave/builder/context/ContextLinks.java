package io.wave.builder.context;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The symbolic links of a folder that is being unpacked. Resolves links as the kernel does: component by component,
 * through the other links of the folder.
 */
final class ContextLinks {

    /** The kernel follows chains of 40 links, libraries up to 255; longer chains cannot be resolved. */
    private static final int MAX_FOLLOWED = 255;

    private static final long MAX_STEPS = 20_000_000;

    private final Node root = new Node();
    private final Map<String, String> targets = new TreeMap<>();
    private long steps;

    /** A folder, or a link with its target. */
    private static final class Node {

        private final Map<String, Node> children = new HashMap<>();
        private @Nullable String target;
    }

    /** @param path normalized path of the link relative to the folder */
    void put(String path, String target) {
        targets.put(path, target);
        node(path).target = target;
    }

    /** Call this when another entry replaces a link. */
    void remove(String path) {
        if (targets.remove(path) != null) {
            node(path).target = null;
        }
    }

    private Node node(String path) {
        Node node = root;
        for (String name : path.split("/")) {
            node = node.children.computeIfAbsent(name, _ -> new Node());
        }
        return node;
    }

    /**
     * Finds a link that leaves the folder, directly or through other links.
     *
     * @throws IllegalStateException if resolving the links takes too many steps
     */
    Optional<String> findEscaping() {
        steps = 0;
        return targets.keySet().stream().filter(this::escapes).findFirst();
    }

    private boolean escapes(String link) {
        Deque<Node> way = new ArrayDeque<>();
        Deque<String> ahead = new ArrayDeque<>(Arrays.asList(link.split("/")));
        int followed = 0;
        for (String name = ahead.poll(); name != null; name = ahead.poll()) {
            if (++steps > MAX_STEPS) {
                throw new IllegalStateException("too many links through other links");
            }
            if (name.equals("..")) {
                if (way.poll() == null) {
                    return true;
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                Node next = next(way, name);
                String target = next.target;
                if (target == null) {
                    way.push(next);
                } else if (target.startsWith("/")) {
                    return true;
                } else if (++followed > MAX_FOLLOWED) {
                    return false;
                } else {
                    prepend(target, ahead);
                }
            }
        }
        return false;
    }

    private Node next(Deque<Node> way, String name) {
        Node here = way.isEmpty() ? root : way.getFirst();
        return here.children.getOrDefault(name, new Node());
    }

    private static void prepend(String target, Deque<String> ahead) {
        String[] names = target.split("/");
        for (int i = names.length - 1; i >= 0; i--) {
            ahead.push(names[i]);
        }
    }
}
