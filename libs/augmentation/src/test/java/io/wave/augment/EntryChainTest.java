package io.wave.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.augment.manifest.ExactJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class EntryChainTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"entrypoint\" | WAVE_ENTRY_CHAIN=entrypoint",
                "[\"entrypoint\"] | WAVE_ENTRY_CHAIN=entrypoint",
                "[\"entrypoint\",\"list\"] | WAVE_ENTRY_CHAIN=[\"entrypoint\",\"list\"]",
                "[\"/bin/sh\",\"-c\",\"\\\"echo Hola\\\"\"] | WAVE_ENTRY_CHAIN=[\"/bin/sh\",\"-c\",\"\\\"echo Hola\\\"\"]",
            })
    void originalEntrypointIsPassedOn(String entrypoint, String variable) {
        assertThat(EntryChain.variable(entrypoint(entrypoint))).hasValue(variable);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {"null", "[]", "\"\"", "[\"\"]"})
    void noVariableWithoutEntrypoint(String entrypoint) {
        assertThat(EntryChain.variable(entrypoint(entrypoint))).isEmpty();
    }

    private static JsonNode entrypoint(String json) {
        return ExactJson.read(SampleImage.bytes("{\"e\":" + json + "}")).path("e");
    }
}
