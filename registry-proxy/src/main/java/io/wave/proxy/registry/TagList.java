package io.wave.proxy.registry;

import io.wave.registry.TagPage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tags that a client gets: at most as many as it asks for, from the place where it wants them, also where the registry
 * minds neither.
 *
 * @param tags in the registry's order
 * @param next what to give as {@code last} for those after these; empty if there are none
 */
record TagList(List<String> tags, Optional<String> next) {

    /** A client that wants more follows the link. */
    static final int MOST = 10_000;

    /**
     * @param page what the registry gave
     * @param n how many are wanted at most
     * @param last the tag after which they begin
     */
    static TagList of(TagPage page, @Nullable Integer n, @Nullable String last) {
        // A registry that begins after this tag does not list it.
        int from = last == null ? 0 : page.tags().indexOf(last) + 1;
        int most = n == null ? MOST : Math.min(n, MOST);
        List<String> rest = page.tags().subList(from, page.tags().size());
        if (rest.size() <= most) {
            return new TagList(rest, page.next());
        }
        List<String> first = rest.subList(0, most);
        return new TagList(first, first.isEmpty() ? Optional.empty() : Optional.of(first.getLast()));
    }
}
