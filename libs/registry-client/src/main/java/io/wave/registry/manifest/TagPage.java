package io.wave.registry.manifest;

import java.util.List;
import java.util.Optional;

/**
 * Some of the tags of a repository.
 *
 * @param tags in the registry's order
 * @param next what to give as {@code last} for the page after this one; empty if there is none
 */
public record TagPage(List<String> tags, Optional<String> next) {

    public TagPage {
        tags = List.copyOf(tags);
    }
}
