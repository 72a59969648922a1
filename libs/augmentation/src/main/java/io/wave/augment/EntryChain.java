package io.wave.augment;

import io.wave.augment.manifest.ExactJson;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The variable that passes the original entrypoint to an injected one. */
final class EntryChain {

    static final String NAME = "WAVE_ENTRY_CHAIN";

    private EntryChain() {}

    /** {@code WAVE_ENTRY_CHAIN=…} with the entrypoint of the image; empty if it has none. */
    static Optional<String> variable(JsonNode entrypoint) {
        return value(entrypoint).filter(value -> !value.isEmpty()).map(value -> NAME + "=" + value);
    }

    private static Optional<String> value(JsonNode entrypoint) {
        if (entrypoint.isString()) {
            return Optional.of(entrypoint.stringValue());
        }
        if (!entrypoint.isArray() || entrypoint.isEmpty()) {
            return Optional.empty();
        }
        boolean single = entrypoint.size() == 1 && entrypoint.get(0).isString();
        return Optional.of(single ? entrypoint.get(0).stringValue() : ExactJson.text(entrypoint));
    }
}
