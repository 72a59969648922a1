package io.wave.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "amd64, linux/amd64",
        "x86_64, linux/amd64",
        "linux/x86-64, linux/amd64",
        "/amd64, linux/amd64",
        "linux/aarch64, linux/arm64",
        "linux/arm64/v8, linux/arm64",
        "linux/arm64/8, linux/arm64",
        "linux/arm64/v7, linux/arm64/v7",
        "arm, linux/arm/v7",
        "linux/arm/6, linux/arm/v6",
        "windows/amd64, windows/amd64",
    })
    void normalizes(String text, String normal) {
        assertThat(Platform.parse(text)).hasToString(normal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sparc", "linux/amd64/v1/x", "linux/"})
    void rejectsInvalidPlatforms(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Platform.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "amd64, linux, x86_64, , true",
        "linux/aarch64, linux, arm64, v8, true",
        "linux/aarch64, linux, aarch64, v8, true",
        "arm, linux, arm, v7, true",
        "linux/arm64/v7, linux, arm64, , false",
        "linux/arm64/v7, linux, arm64, v8, false",
        "windows/amd64, linux, amd64, , false",
    })
    void matchesIndexEntry(
            String requested,
            String os,
            String architecture,
            @org.jspecify.annotations.Nullable String variant,
            boolean match) {
        assertThat(Platform.parse(requested).matches(new Platform(os, architecture, variant)))
                .isEqualTo(match);
    }
}
