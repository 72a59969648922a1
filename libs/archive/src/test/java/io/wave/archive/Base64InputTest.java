package io.wave.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64InputTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 12287, 12288, 12289, 50_000})
    void contentOfAnyLengthIsDecoded(int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        String text = "data:" + Base64.getEncoder().encodeToString(bytes);
        assertThat(new Base64InputStream(text, 5).readAllBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AA=A", "AA==AAAA", "A*AA", "AA AA", "AAAA\n", "AAA\u0141", "="})
    void whatIsNoBase64IsRefused(String text) {
        assertThatThrownBy(() -> new Base64InputStream(text, 0).readAllBytes())
                .isInstanceOf(ArchiveException.class)
                .hasMessage("must be base64");
    }

    @Test
    void paddingIsValidAtTheEndOnly() {
        String text = "A".repeat(16 * 1024 - 1) + "=" + "AAAA";
        assertThatThrownBy(() -> new Base64InputStream(text, 0).readAllBytes()).hasMessage("must be base64");
    }
}
