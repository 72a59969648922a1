package io.wave.registry.manifest;

import java.util.List;
import java.util.Optional;

/**
 * A page of the tags of a repository.
 *
 * @param tags in the order of the registry
 * @param next value of {@code last} for the next page; empty if this is the last one
 */
public record TagPage(List<String> tags, Optional<String> next) {

    public TagPage {
        tags = List.copyOf(tags);
    }
}
