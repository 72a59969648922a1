package io.wave.api.content;

import io.wave.archive.ArchiveException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The symbolic links of a build context, by their paths relative to its root. Paths are normalized: without {@code .},
 * {@code ..} and empty components; the root is the empty path.
 */
final class ContextLinks {

    /** The limit of Linux. */
    private static final int MAX_FOLLOWED = 40;

    /** Limit for the paths and targets of all links together, in characters. */
    private static final int MAX_CHARACTERS = 4 << 20;

    /** Limit for the characters that are compared in total; ten times what typical contexts need. */
    private static final long MAX_WORK = 500_000_000;

    private final Map<String, Link> links = new LinkedHashMap<>();
    private int characters;
    private long work;

    /** @param name as in the archive */
    record Link(String name, String target) {}

    void add(String name, String path, String target) throws ArchiveException {
        characters += name.length() + path.length() + target.length();
        if (characters > MAX_CHARACTERS) {
            throw new ArchiveException("must not contain more than %d characters of links".formatted(MAX_CHARACTERS));
        }
        links.put(path, new Link(name, target));
    }

    /** Whether a parent of the path is a link. */
    boolean hasLinkedParent(String path) throws ArchiveException {
        if (links.isEmpty()) {
            return false;
        }
        for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (link(path.substring(0, end)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /**
     * A link that leads outside of the context, directly or through other links, even if it returns. Call it after all
     * links were added.
     */
    Optional<Link> findEscaping() throws ArchiveException {
        for (Map.Entry<String, Link> entry : links.entrySet()) {
            String path = entry.getKey();
            String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
            if (resolve(folder, entry.getValue().target()).isEmpty()) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
    }

    /**
     * The path that a name resolves to, relative to a directory and through known links; empty if it leads outside,
     * even if it returns. A circular link counts as inside.
     */
    Optional<String> resolve(String folder, String name) throws ArchiveException {
        StringBuilder at = new StringBuilder(folder);
        Deque<String> ahead = new ArrayDeque<>();
        if (!push(ahead, name)) {
            return Optional.empty();
        }
        for (int followed = 0; followed <= MAX_FOLLOWED && !ahead.isEmpty(); ) {
            String component = ahead.pop();
            if (!step(at, component)) {
                return Optional.empty();
            }
            Optional<Link> link = link(at.toString());
            if (link.isPresent()) {
                followed++;
                at.setLength(Math.max(0, at.lastIndexOf("/")));
                if (!push(ahead, link.get().target())) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(at.toString());
    }

    /** Puts the components of a name before the others; false if it is absolute. */
    private static boolean push(Deque<String> ahead, String name) {
        List<String> components = List.of(name.split("/"));
        components.reversed().stream()
                .filter(component -> !component.isEmpty() && !component.equals("."))
                .forEach(ahead::push);
        return !name.startsWith("/");
    }

    /** False if it leaves the root. */
    private static boolean step(StringBuilder at, String component) {
        if (!component.equals("..")) {
            at.append(at.isEmpty() ? "" : "/").append(component);
            return true;
        }
        boolean inside = !at.isEmpty();
        at.setLength(Math.max(0, at.lastIndexOf("/")));
        return inside;
    }

    private Optional<Link> link(String path) throws ArchiveException {
        work += path.length();
        if (work > MAX_WORK) {
            throw new ArchiveException("has too many links and nested directories");
        }
        return Optional.ofNullable(links.get(path));
    }
}
