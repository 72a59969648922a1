package io.wave.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorableTextTest {

    @Test
    void removesWhatPostgresRejects() {
        assertThat(StorableText.of("a\0b\uD800c\uDC00d")).isEqualTo("ab\uFFFDc\uFFFDd");
    }

    @Test
    void keepsOtherText() {
        assertThat(StorableText.of("é\n\t\uD83D\uDE00 ")).isEqualTo("é\n\t\uD83D\uDE00 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u001b[31;1mb",
                "a\u001b[2Jb",
                "a\u001b]0;title\u0007b",
                "a\u001b]8;;https://x.test\u001b\\b",
                "a\u001bcb",
                "a\u001b(Bb",
                "a\u0001\u007f\u009b\rb",
                "ab\u001b[",
                "ab\u001b]never ends",
                "ab\u001b"
            })
    void removesWhatTerminalsObey(String text) {
        assertThat(StorableText.of(text)).isEqualTo("ab");
    }

    @Test
    void truncatesLongText() {
        assertThat(StorableText.of("x".repeat(100_000)).length()).isLessThanOrEqualTo(16 * 1024);
        assertThat(StorableText.of("\uD83D\uDE00".repeat(100_000)).length()).isLessThanOrEqualTo(16 * 1024);
    }
}
