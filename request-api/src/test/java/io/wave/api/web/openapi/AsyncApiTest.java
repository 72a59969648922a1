package io.wave.api.web.openapi;

import static io.wave.api.web.openapi.YamlNodes.map;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.wave.build.BuildCommand;
import io.wave.build.BuildCompression;
import io.wave.build.BuildSpec;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.event.PullEvent;
import io.wave.event.RequestEvent;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.messaging.outbox.EventTypes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The AsyncAPI description matches the code. */
class AsyncApiTest {

    private static final Map<String, Object> DOCUMENT = read();

    @Test
    void everyTopicIsDescribed() {
        Set<Object> addresses = at("channels").values().stream()
                .map(channel -> map(channel).get("address"))
                .collect(Collectors.toSet());
        Set<Object> topics = Arrays.stream(Topics.class.getFields())
                .filter(field -> !field.getName().equals("DEAD_LETTER_SUFFIX"))
                .map(AsyncApiTest::constant)
                .collect(Collectors.toSet());
        assertThat(addresses).isEqualTo(topics);
    }

    @Test
    void messagesAreNamedAfterTheirTypes() {
        Map<String, Object> messages = at("components", "messages");
        assertThat(name(messages, "BuildStart")).isEqualTo(EventTypes.command(JobKind.BUILD));
        assertThat(name(messages, "BuildCancel")).isEqualTo(EventTypes.command(JobKind.BUILD));
        assertThat(name(messages, "RequestAccepted")).isEqualTo(EventTypes.REQUEST_ACCEPTED);
        assertThat(name(messages, "PullServed")).isEqualTo(EventTypes.PULL_SERVED);
    }

    static Stream<Class<?>> bodies() {
        return Stream.concat(
                Arrays.stream(Objects.requireNonNull(BuildCommand.class.getAnnotation(JsonSubTypes.class))
                                .value())
                        .map(JsonSubTypes.Type::value),
                Stream.of(
                        BuildSpec.class,
                        BuildSpec.StoredContext.class,
                        BuildSpec.StoredLayer.class,
                        BuildSpec.Assembly.class,
                        BuildSpec.IndexEntry.class,
                        BuildCompression.class,
                        ContainerConfig.class,
                        Layer.class,
                        JobRecord.class,
                        RequestEvent.class,
                        PullEvent.class));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void membersMatchRecord(Class<?> body) {
        Set<String> members = new LinkedHashSet<>();
        if (body.isAnnotationPresent(JsonTypeName.class)) {
            members.add("type");
        }
        members(body).forEach(members::add);
        assertThat(at("components", "schemas", body.getSimpleName(), "properties")
                        .keySet())
                .isEqualTo(members);
    }

    /** The JSON members, including unwrapped and computed ones. */
    private static Stream<String> members(Class<?> body) {
        Stream<String> components = Arrays.stream(body.getRecordComponents())
                .flatMap(component -> component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                        ? members(component.getType())
                        : Stream.of(component.getName()));
        Stream<String> computed = Arrays.stream(body.getMethods())
                .filter(method -> method.isAnnotationPresent(JsonProperty.class))
                .map(Method::getName);
        return Stream.concat(components, computed);
    }

    @Test
    void statesAreComplete() {
        Map<String, Object> state = at("components", "schemas", "JobRecord", "properties", "state");
        assertThat(state.get("enum"))
                .isEqualTo(Arrays.stream(JobState.values()).map(Enum::name).toList());
        assertThat(at("components", "schemas", "JobRecord", "properties", "kind")
                        .get("enum"))
                .isEqualTo(Arrays.stream(JobKind.values())
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    @Test
    void referencesResolve() {
        assertThat(references(DOCUMENT))
                .isNotEmpty()
                .allSatisfy(reference -> at(reference.substring(2).split("/")));
    }

    private static Stream<String> referencesIn(Object node) {
        return switch (node) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .flatMap(entry -> "$ref".equals(entry.getKey())
                                ? Stream.of(String.valueOf(entry.getValue()))
                                : referencesIn(Objects.requireNonNullElse(entry.getValue(), "")));
            case List<?> list -> list.stream().flatMap(item -> referencesIn(Objects.requireNonNullElse(item, "")));
            default -> Stream.empty();
        };
    }

    private static List<String> references(Object node) {
        return referencesIn(node).toList();
    }

    private static Object name(Map<String, Object> messages, String message) {
        return Objects.requireNonNull(map(messages.get(message)).get("name"));
    }

    private static Map<String, Object> at(String... path) {
        return YamlNodes.at(DOCUMENT, path);
    }

    private static Object constant(Field field) {
        try {
            return Objects.requireNonNull(field.get(null));
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, Object> read() {
        try (InputStream document =
                Objects.requireNonNull(AsyncApiTest.class.getResourceAsStream("/web/openapi/asyncapi.yaml"))) {
            return new Yaml().load(document);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
