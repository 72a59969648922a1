package io.wave.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdTest {

    @ParameterizedTest
    @CsvSource({"bd-0123456789abcdef_1,BUILD", "mr-0123456789ab,MIRROR", "sc-0123456789abcdef_12,SCAN"})
    void prefixTellsTheKind(String text, JobKind kind) {
        assertThat(JobId.parse(text)).isEqualTo(new JobId(kind, text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bd-0123456789abcdef", "mr-0123456789ab_1", "mr-0123456789AB", "x"})
    void otherTextsAreNoIds(String text) {
        assertThat(JobId.find(text)).isEmpty();
        assertThatThrownBy(() -> JobId.parse(text)).hasMessage("invalid job id '%s'", text);
    }

    @Test
    void kindAndTextFit() {
        assertThatThrownBy(() -> new JobId(JobKind.BUILD, "mr-0123456789ab"))
                .hasMessage("invalid build id 'mr-0123456789ab'");
    }
}
