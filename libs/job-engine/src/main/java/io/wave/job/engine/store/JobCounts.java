package io.wave.job.engine.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What the report of a job counts, as JSON in the job table. */
final class JobCounts {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Integer>> TYPE = new TypeReference<>() {};

    private JobCounts() {}

    static @Nullable String write(Map<String, Integer> counts) {
        return counts.isEmpty() ? null : JSON.writeValueAsString(counts);
    }

    static @Nullable Map<String, Integer> read(@Nullable String text) {
        return text == null ? null : JSON.readValue(text, TYPE);
    }
}
