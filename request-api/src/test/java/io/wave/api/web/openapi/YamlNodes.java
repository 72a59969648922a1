package io.wave.api.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads nodes of a YAML document. */
final class YamlNodes {

    private YamlNodes() {}

    /** The object at this path, which must exist. */
    static Map<String, Object> at(Map<String, Object> document, String... path) {
        Map<String, Object> node = document;
        for (String step : path) {
            assertThat(node).containsKey(step);
            node = map(node.get(step));
        }
        return node;
    }

    @SuppressWarnings("unchecked") // keys of the document are strings
    static Map<String, Object> map(@Nullable Object node) {
        return (Map<String, Object>) Objects.requireNonNull(node);
    }
}
