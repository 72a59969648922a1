package io.wave.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StorableTextTest {

    @Test
    void removesWhatPostgresRejects() {
        assertThat(StorableText.of("a\0b\uD800c\uDC00d")).isEqualTo("ab\uFFFDc\uFFFDd");
    }

    @Test
    void keepsOtherText() {
        assertThat(StorableText.of("é\n\t\uD83D\uDE00 \u0001")).isEqualTo("é\n\t\uD83D\uDE00 \u0001");
    }

    @Test
    void truncatesLongText() {
        assertThat(StorableText.of("x".repeat(100_000)).length()).isLessThanOrEqualTo(16 * 1024);
        assertThat(StorableText.of("\uD83D\uDE00".repeat(100_000)).length()).isLessThanOrEqualTo(16 * 1024);
    }
}
