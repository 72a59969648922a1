package io.wave.api.build.view;

import io.wave.build.BuildSpec.IndexEntry;
import java.util.List;
import java.util.Objects;

/**
 * The builds of a multi-platform image.
 *
 * @param refs one build per platform
 * @param empty whether the list is empty
 */
record ChildRefs(List<Ref> refs, boolean empty) {

    /**
     * The build for one platform.
     *
     * @param id build id
     * @param value platform
     */
    record Ref(String id, String value) {}

    /** The known builds of an index. */
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
