package io.wave.metrics.events;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A CloudEvent in Kafka's binary mode: attributes are headers, data is JSON.
 *
 * @param id unique; the same when the event is delivered again
 * @param type such as {@code io.wave.build.succeeded}
 * @param data the data
 */
record Event(String id, String type, JsonNode data) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Empty if it is not such an event. */
    static Optional<Event> of(ConsumerRecord<String, byte[]> message) {
        String id = header(message, "ce_id");
        String type = header(message, "ce_type");
        byte @Nullable [] value = message.value();
        if (id == null || type == null || value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Event(id, type, JSON.readTree(value)));
        } catch (JacksonException other) {
            return Optional.empty();
        }
    }

    private static @Nullable String header(ConsumerRecord<String, byte[]> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** A member that is a text; {@code none} if it is absent or null. */
    String text(String member) {
        JsonNode node = data.path(member);
        return node.isString() ? node.asString() : "none";
    }

    /** A member that is a number; 0 if it is absent or null. */
    long number(String member) {
        return data.path(member).asLong(0);
    }

    /** A member that maps names to numbers; empty if it is absent or null. */
    Map<String, Long> numbers(String member) {
        Map<String, Long> numbers = new TreeMap<>();
        data.path(member)
                .properties()
                .forEach(each -> numbers.put(each.getKey(), each.getValue().asLong(0)));
        return numbers;
    }

    /** The time between two members; empty if one is missing. */
    Optional<Duration> between(String from, String to) {
        JsonNode begin = data.path(from);
        JsonNode end = data.path(to);
        return begin.isString() && end.isString()
                ? Optional.of(Duration.between(Instant.parse(begin.asString()), Instant.parse(end.asString())))
                : Optional.empty();
    }
}
