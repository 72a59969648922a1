package io.wave.proxy.registry;

import io.wave.registry.manifest.TagPage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of tags for a client: at most as many as requested, after the requested position, even if the registry ignores
 * these parameters.
 *
 * @param tags tags in the order of the registry
 * @param next value of {@code last} for the next page; empty if this is the last page
 */
record TagList(List<String> tags, Optional<String> next) {

    /** Maximum number of tags on a page; for more, a client follows the link. */
    static final int MAX_TAGS = 10_000;

    /**
     * @param page page returned by the registry
     * @param n requested maximum number of tags
     * @param last tag after which the page starts
     */
    static TagList of(TagPage page, @Nullable Integer n, @Nullable String last) {
        // A registry that honors {@code last} does not list it.
        int start = last == null ? 0 : page.tags().indexOf(last) + 1;
        int limit = n == null ? MAX_TAGS : Math.min(n, MAX_TAGS);
        List<String> rest = page.tags().subList(start, page.tags().size());
        if (rest.size() <= limit) {
            return new TagList(rest, page.next());
        }
        List<String> first = rest.subList(0, limit);
        return new TagList(first, first.isEmpty() ? Optional.empty() : Optional.of(first.getLast()));
    }
}
