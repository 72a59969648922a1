package io.wave.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.container.EntryHash;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanIdTest {

    /** The values of the Wave API. */
    @Test
    void hashesAreThoseOfTheWaveApi() {
        assertThat(ScanId.hash("docker.io/foo/bar:latest", null)).isEqualTo("057d44d43bb7f81c");
        assertThat(ScanId.hash("x", null)).isEqualTo("94be9fbddcc3af8e");
        Map<String, @Nullable String> withDigest = new LinkedHashMap<>();
        withDigest.put("image", "x");
        withDigest.put("digest", "y");
        assertThat(EntryHash.of(withDigest)).isEqualTo("00769af315dcb1fe");
    }

    @Test
    void isWrittenAsItIsRead() {
        assertThat(ScanId.parse("sc-057d44d43bb7f81c_12"))
                .isEqualTo(new ScanId("057d44d43bb7f81c", 12))
                .hasToString("sc-057d44d43bb7f81c_12");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sc-",
                "sc-057d44d43bb7f81c",
                "sc-057d44d43bb7f81c_",
                "bd-057d44d43bb7f81c_1",
                "sc-057D44D43BB7F81C_1"
            })
    void otherTextsAreRejected(String text) {
        assertThatThrownBy(() -> ScanId.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must have the form sc-<16 hex digits>_<number>");
    }
}
