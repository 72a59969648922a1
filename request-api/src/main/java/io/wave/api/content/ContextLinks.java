package io.wave.api.content;

import io.wave.archive.ArchiveException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The symbolic links of a build context, by their paths below its folder. A path here has no {@code .}, no {@code ..} and
 * no empty component; the folder itself is the empty one.
 */
final class ContextLinks {

    /** As many as Linux follows. */
    private static final int MAX_FOLLOWED = 40;

    /** Of all links together, with their targets. */
    private static final int MAX_CHARACTERS = 4 << 20;

    /** Characters that are compared, in all: what honest contexts need is a tenth of it at most. */
    private static final long MAX_WORK = 500_000_000;

    private final Map<String, Link> links = new LinkedHashMap<>();
    private int characters;
    private long work;

    /** @param name as the archive has it */
    record Link(String name, String target) {}

    void add(String name, String path, String target) throws ArchiveException {
        characters += name.length() + path.length() + target.length();
        if (characters > MAX_CHARACTERS) {
            throw new ArchiveException("must not hold more than %d characters of links".formatted(MAX_CHARACTERS));
        }
        links.put(path, new Link(name, target));
    }

    /** Whether a parent of the path is a link. */
    boolean cover(String path) throws ArchiveException {
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
     * A link that leads outside of the folder, be it through other links, be it for a moment only. To be asked when all
     * links are known: one may lead through those that come later.
     */
    Optional<Link> leaving() throws ArchiveException {
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
     * Where a name leads from a folder, through the links that are known; empty if that is outside, be it for a moment
     * only. A link that goes in circles leads nowhere, which is inside.
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

    /** Puts the components of a name ahead of the others; false if it is absolute. */
    private static boolean push(Deque<String> ahead, String name) {
        List<String> components = List.of(name.split("/"));
        components.reversed().stream()
                .filter(component -> !component.isEmpty() && !component.equals("."))
                .forEach(ahead::push);
        return !name.startsWith("/");
    }

    /** False if it leaves the folder. */
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
            throw new ArchiveException("must not hold so many links and deep folders");
        }
        return Optional.ofNullable(links.get(path));
    }
}
