package io.wave.api.web.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.api.web.problem.InvalidTextException;
import io.wave.container.ContainerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.json.JsonMapper;

class ApiJsonTest {

    private final JsonMapper json = ApiJson.mapper();

    record Answer(
            @Nullable String text,
            @Nullable List<String> list,
            @Nullable Map<String, String> map,
            @Nullable Boolean flag,
            @Nullable Integer number,
            @Nullable Nested nested) {}

    record Nested(@Nullable String inner) {}

    @Test
    void nullAndEmptyMembersAreOmitted() {
        assertThat(json.writeValueAsString(new Answer("", List.of(), Map.of(), false, 0, new Nested(null))))
                .isEqualTo("{\"flag\":false,\"number\":0,\"nested\":{}}");
    }

    @ParameterizedTest
    @CsvSource({"PT0S,0.0", "PT1M,60.000000000", "PT2M3.914989S,123.914989000", "PT0.000000001S,0.000000001"})
    void durationsAreSecondsWithFraction(Duration duration, String text) {
        assertThat(json.writeValueAsString(duration)).isEqualTo(text);
    }

    @Test
    void instantsAreIsoTextInUtc() {
        assertThat(json.writeValueAsString(Instant.parse("2024-04-09T20:31:35.355423Z")))
                .isEqualTo("\"2024-04-09T20:31:35.355423Z\"");
        assertThat(json.writeValueAsString(Instant.parse("2024-04-09T20:31:35Z")))
                .isEqualTo("\"2024-04-09T20:31:35Z\"");
    }

    @Test
    void absentAndNullLayersDiffer() {
        assertThat(config("{}").layers()).isEmpty();
        assertThat(config("{\"layers\":null}").layers()).isNull();
        assertThat(config("{\"layers\":[]}").layers()).isEmpty();
        assertThat(config("{\"env\":[\"FOO=one\"]}").idHash()).isEqualTo(1549538286);
    }

    @Test
    void singleValuesAndListsAreInterchangeable() {
        ContainerConfig config = config(
                "{\"env\":\"A=1\",\"workingDir\":[\"/work\"],\"layers\":{\"location\":[\"x\"],\"gzipSize\":[7]}}");
        assertThat(config.env()).containsExactly("A=1");
        assertThat(config.workingDir()).isEqualTo("/work");
        assertThat(config.layerList()).singleElement().satisfies(layer -> {
            assertThat(layer.location()).isEqualTo("x");
            assertThat(layer.gzipSize()).isEqualTo(7);
        });
    }

    @Test
    void nulIsRejectedInEveryText() {
        assertThatThrownBy(() -> config("{\"env\":[\"A=\\u0000\"]}")).isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> config("{\"workingDir\":\"\\u0000\"}")).isInstanceOf(JacksonException.class);
    }

    private ContainerConfig config(String text) {
        return json.readValue(text, ContainerConfig.class);
    }

    @Test
    void longListsAreRejectedByName() {
        assertThat(read("{\"list\":[%s]}".formatted(elements("\"\"", 10_000))).list())
                .hasSize(10_000);
        assertThatThrownBy(() -> read("{\"list\":[%s]}".formatted(elements("\"\"", 10_001))))
                .isInstanceOf(InvalidTextException.class)
                .hasMessageContaining("must not have more than 10000 elements");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "{}", "1", "true"})
    void tooManyValuesAreRejected(String value) {
        for (String member : List.of("list", "unknown")) {
            assertThatThrownBy(() -> read("{\"%s\":[%s]}".formatted(member, elements(value, 200_000))))
                    .isInstanceOf(JacksonException.class);
        }
    }

    @Test
    void deepNestingAndLongNamesAreRejected() {
        assertThatThrownBy(() -> read("{\"unknown\":%s1%s}".formatted("[".repeat(200), "]".repeat(200))))
                .isInstanceOf(StreamConstraintsException.class);
        assertThatThrownBy(() -> read("{\"%s\":1}".formatted("n".repeat(2000))))
                .isInstanceOf(StreamConstraintsException.class);
    }

    private Answer read(String text) {
        return json.readValue(text, Answer.class);
    }

    private static String elements(String value, int count) {
        return String.join(",", Collections.nCopies(count, value));
    }
}
