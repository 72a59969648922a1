package io.wave.api.persistence;

import java.lang.reflect.Type;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of columns, Redis values and objects: with explicit nulls, and ignoring unknown members so that later versions can
 * add some.
 */
public final class StoredJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private StoredJson() {}

    /** The value as JSON. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** The value of this type. */
    public static <T> T read(String text, Class<T> type) {
        return MAPPER.readValue(text, type);
    }

    /** The value of a type that may have parameters. */
    static Object read(String text, Type type) {
        return MAPPER.readValue(text, MAPPER.constructType(type));
    }
}
