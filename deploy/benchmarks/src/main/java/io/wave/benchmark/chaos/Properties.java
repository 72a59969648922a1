package io.wave.benchmark.chaos;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Spring properties as JSON, so that no secret is on a command line. */
final class Properties {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Properties() {}

    static String json(Map<String, String> properties, String more, Path value) {
        Map<String, String> all = new TreeMap<>(properties);
        all.put(more, value.toString());
        return JSON.writeValueAsString(all);
    }
}
