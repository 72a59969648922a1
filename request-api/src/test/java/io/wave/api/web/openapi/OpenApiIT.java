package io.wave.api.web.openapi;

import static io.wave.api.web.openapi.YamlNodes.map;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.api.security.caller.Secret;
import io.wave.api.web.problem.ApiError;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.ResolvableType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.Yaml;

/** The OpenAPI description matches the controllers. */
@TestPropertySource(properties = "wave.metrics.enabled=true")
class OpenApiIT extends RequestApiIT {

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    @Test
    void describesEveryRoute() {
        Set<String> described = operations().keySet();
        Set<String> routes = new TreeSet<>();
        mappings.getHandlerMethods().forEach((info, method) -> {
            if (isPublic(info, method)) {
                info.getMethodsCondition()
                        .getMethods()
                        .forEach(verb -> info.getPatternValues().forEach(path -> routes.add(verb + " " + path)));
            }
        });
        assertThat(described).isEqualTo(routes).hasSizeGreaterThan(10);
    }

    @Test
    void membersMatchRecords() {
        Map<String, Object> schemas = at("components", "schemas");
        Set<Class<?>> records = records();
        records.add(ApiError.class);
        assertThat(records).hasSizeGreaterThan(5);
        for (Class<?> type : records) {
            assertThat(schemas).containsKey(type.getSimpleName());
            Object properties = map(schemas.get(type.getSimpleName())).get("properties");
            Set<String> members = members(type).map(Member::name).collect(Collectors.toSet());
            assertThat(properties == null ? Set.of() : map(properties).keySet())
                    .as(type.getName())
                    .isEqualTo(members);
        }
        assertThat(schemas.keySet())
                .isSubsetOf(records.stream().map(Class::getSimpleName).toList());
    }

    @Test
    void operationsHaveSummaries() {
        Map<String, Object> operations = operations();
        assertThat(operations).hasSizeGreaterThan(10);
        operations.forEach(
                (name, operation) -> assertThat(String.valueOf(map(operation).get("summary")))
                        .as(name)
                        .matches("[A-Z].+ .+\\."));
    }

    @Test
    void errorResponsesAreDescribed() {
        operations().forEach((name, operation) -> {
            Map<String, Object> responses = map(map(operation).get("responses"));
            assertThat(responses).as(name).containsKeys("200", "503");
            responses.forEach((status, response) -> {
                if (!status.equals("200")) {
                    assertThat(String.valueOf(map(response).get("description")))
                            .as("%s of %s", status, name)
                            .matches("[A-Z].+ .+\\.");
                    assertThat(String.valueOf(map(response).get("content")))
                            .as("%s of %s", status, name)
                            .contains(name.equals("GET /health") ? "Health" : "schemas/ApiError");
                }
            });
        });
        assertThat(map(map(operations().get("GET /v1alpha1/builds/{id}")).get("responses"))
                        .keySet())
                .containsExactlyInAnyOrder("200", "404", "429", "503");
    }

    /** By method and path. */
    private Map<String, Object> operations() {
        Map<String, Object> operations = new TreeMap<>();
        at("paths")
                .forEach((path, item) -> map(item)
                        .forEach((method, operation) ->
                                operations.put(method.toUpperCase(Locale.ROOT) + " " + path, operation)));
        return operations;
    }

    @Test
    void formatsAreListed() {
        Map<String, Object> request = at("components", "schemas", "SubmitRequest");
        assertThat(request).doesNotContainKey("additionalProperties");
        assertThat(map(map(request.get("properties")).get("format"))).containsEntry("enum", List.of("docker", "sif"));
    }

    @Test
    void durationsAreNumbers() {
        Map<String, Object> duration = at("components", "schemas", "BuildStatus", "properties", "duration");
        assertThat(duration).containsEntry("type", "number");
    }

    @Test
    void topicsAreDescribed() {
        Answer topics = client().get("/openapi/asyncapi.yaml");
        assertThat(topics.status()).isEqualTo(200);
        assertThat(topics.body()).startsWith("asyncapi: 3.0.0");
    }

    private static boolean isPublic(RequestMappingInfo info, HandlerMethod method) {
        return method.getBeanType().isAnnotationPresent(RestController.class)
                && method.getBeanType().getName().startsWith("io.wave.")
                && info.getPatternValues().stream().noneMatch(path -> path.startsWith("/internal/"));
    }

    /** All records in bodies of public routes, including nested ones. */
    private Set<Class<?>> records() {
        Set<Class<?>> found = new LinkedHashSet<>();
        mappings.getHandlerMethods().forEach((info, method) -> {
            if (isPublic(info, method)) {
                bodies(method.getMethod()).forEach(type -> collect(type, found));
            }
        });
        return found;
    }

    private static Stream<Type> bodies(Method method) {
        return Stream.concat(
                Stream.of(method.getGenericReturnType()),
                Arrays.stream(method.getParameters())
                        .filter(parameter -> parameter.isAnnotationPresent(RequestBody.class))
                        .map(Parameter::getParameterizedType));
    }

    private static void collect(Type type, Set<Class<?>> found) {
        ResolvableType resolved = ResolvableType.forType(type);
        for (ResolvableType generic : resolved.getGenerics()) {
            collect(generic.getType(), found);
        }
        Class<?> raw = resolved.resolve();
        if (raw != null && isObject(raw) && found.add(raw)) {
            members(raw).forEach(member -> collect(member.type(), found));
        }
    }

    /** The components of a record, or the annotated fields of another class. */
    private static Stream<Member> members(Class<?> type) {
        return type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .filter(part -> !part.getAccessor().isAnnotationPresent(JsonAnySetter.class))
                        .map(part -> Member.of(part.getAccessor(), part.getName(), part.getGenericType()))
                : fields(type).stream()
                        .filter(field -> field.isAnnotationPresent(JsonProperty.class))
                        .map(field -> Member.of(field, field.getName(), field.getGenericType()));
    }

    private static List<Field> fields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            fields.addAll(List.of(each.getDeclaredFields()));
        }
        return fields;
    }

    private record Member(String name, Type type) {

        static Member of(AnnotatedElement element, String name, Type type) {
            JsonProperty property = element.getAnnotation(JsonProperty.class);
            return new Member(property == null || property.value().isEmpty() ? name : property.value(), type);
        }
    }

    private static boolean isObject(Class<?> type) {
        return !type.isEnum()
                && type != Secret.class
                && type.getName().startsWith("io.wave.")
                && Arrays.stream(type.getMethods()).noneMatch(method -> method.isAnnotationPresent(JsonValue.class));
    }

    private Map<String, Object> at(String... path) {
        Answer answer = client().get("/openapi/openapi.yaml");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return YamlNodes.at(new Yaml().load(answer.body()), path);
    }
}
