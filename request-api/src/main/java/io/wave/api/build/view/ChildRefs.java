package io.wave.api.build.view;

import io.wave.build.BuildSpec.IndexEntry;
import java.util.List;
import java.util.Objects;

/**
 * What one thing for several platforms consists of.
 *
 * @param refs the parts
 * @param empty whether there are none
 */
record ChildRefs(List<Ref> refs, boolean empty) {

    /**
     * A part.
     *
     * @param id its id
     * @param value its platform
     */
    record Ref(String id, String value) {}

    /** The builds of the images that an index lists, as far as they are known. */
    static ChildRefs of(List<IndexEntry> entries) {
        List<Ref> refs = entries.stream()
                .filter(entry -> entry.build() != null)
                .map(entry -> new Ref(
                        Objects.requireNonNull(entry.build()).toString(),
                        entry.platform().toString()))
                .toList();
        return new ChildRefs(refs, refs.isEmpty());
    }
}
