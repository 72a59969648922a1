package io.wave.api.image.inspect;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads members of untrusted JSON objects: a member of a wrong type counts as absent, and a single text as a list. */
record LenientJson(JsonNode json) {

    @Nullable
    String text(String name) {
        return json.path(name).stringValue(null);
    }

    @Nullable
    Long number(String name) {
        JsonNode value = json.path(name);
        return value.canConvertToLong() && value.isIntegralNumber() ? Long.valueOf(value.longValue()) : null;
    }

    @Nullable
    Boolean flag(String name) {
        JsonNode value = json.path(name);
        return value.isBoolean() ? Boolean.valueOf(value.booleanValue()) : null;
    }

    @Nullable
    Instant instant(String name) {
        try {
            return Optional.ofNullable(text(name))
                    .map(OffsetDateTime::parse)
                    .map(OffsetDateTime::toInstant)
                    .orElse(null);
        } catch (DateTimeParseException noTime) {
            return null;
        }
    }

    List<String> list(String name) {
        JsonNode value = json.path(name);
        return (value.isString() ? Stream.of(value) : value.valueStream())
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .toList();
    }

    Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        json.path(name).properties().forEach(member -> {
            if (member.getValue().isString()) {
                texts.put(member.getKey(), member.getValue().stringValue());
            }
        });
        return texts;
    }

    Optional<LenientJson> member(String name) {
        return Optional.of(json.path(name)).filter(JsonNode::isObject).map(LenientJson::new);
    }

    Stream<LenientJson> members(String name) {
        return json.path(name).valueStream().filter(JsonNode::isObject).map(LenientJson::new);
    }
}
