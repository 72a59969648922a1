package io.wave.job.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnsiFilterTest {

    @ParameterizedTest
    @CsvSource(
            value = {
                "plain ünïcode|plain ünïcode",
                "a\u001b[1;31mred\u001b[0m|ared",
                "a\u001b]0;title\u0007b|ab",
                "a\u001b]8;;link\u001b\\b|ab",
                "a\u001b(Bb|ab",
                "a\u001bcb|ab"
            },
            delimiter = '|')
    void removesControlSequencesThatSpanReads(String input, String expected) {
        byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            AnsiFilter filter = new AnsiFilter();
            byte[] rest = new byte[bytes.length - cut];
            System.arraycopy(bytes, cut, rest, 0, rest.length);
            String text = text(filter.text(bytes, cut), filter.text(rest, rest.length));
            assertThat(text).isEqualTo(expected);
        }
    }

    private static String text(byte[] first, byte[] second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return new String(both, StandardCharsets.UTF_8);
    }
}
