package io.wave.api.containerfile.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wave.api.web.problem.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotingTest {

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0b", "\ud800", "a\udc00b", "\udc00\ud800"})
    void textThatCannotBeStoredIsRejected(String value) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> Quoting.requireOneLine("entrypoint", value))
                .withMessage("entrypoint: must be valid Unicode text without NUL characters");
        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> Quoting.json("cmd", value));
        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> Quoting.docker("env", value));
        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> Quoting.shell("cmd", value));
    }

    @Test
    void surrogatePairsAreAccepted() {
        assertThat(Quoting.json("cmd", "\ud83d\ude00")).isEqualTo("\"\ud83d\ude00\"");
    }
}
