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
 * The symbolic links of a folder that is being unpacked. Tells where each leads by going the way of the kernel: component
 * by component, through the other links of the folder.
 */
final class ContextLinks {

    /** The kernel follows 40 in a row, libraries up to 255; longer chains lead nowhere. */
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

    /** @param path of the link from the folder on, in normal form */
    void put(String path, String target) {
        targets.put(path, target);
        node(path).target = target;
    }

    /** To be called when something else takes the place of a link. */
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
     * A link that leads out of the folder, at its end or on its way.
     *
     * @throws IllegalStateException if the links are so many or so entangled that it would take too long to tell
     */
    Optional<String> leadingOut() {
        steps = 0;
        return targets.keySet().stream().filter(this::leadsOut).findFirst();
    }

    private boolean leadsOut(String link) {
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
