package io.wave.scanner.trivy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MaskedOutputTest {

    private final MaskedOutput output = new MaskedOutput();

    @Test
    void masksUrlsThatArriveInParts() {
        String text = keep("GET https://user:pass")
                + keep("word@registry.test/x?X-Signature=abc failed\nnext")
                + new String(output.rest(), StandardCharsets.UTF_8);
        assertThat(text).isEqualTo("GET https://***@registry.test/x?X-Signature=*** failed\nnext");
    }

    private String keep(String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        return new String(output.keep(bytes, bytes.length), StandardCharsets.UTF_8);
    }
}
