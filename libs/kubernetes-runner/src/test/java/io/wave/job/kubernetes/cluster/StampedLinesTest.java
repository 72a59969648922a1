package io.wave.job.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StampedLinesTest {

    private static final String FIRST = "2026-11-29T21:00:00.1Z one\n";
    private static final String SECOND = "2026-11-29T21:00:00.12Z two\n";
    private static final String THIRD = "2026-11-29T21:00:00.12Z three\n";
    private static final String FOURTH = "2026-11-29T21:00:01Z four\n";

    private final StringBuilder text = new StringBuilder();
    private final StampedLines lines = new StampedLines(line -> text.append(new String(line, StandardCharsets.UTF_8)));

    @Test
    void timesAreLeftOut() {
        read(FIRST + SECOND);
        assertThat(text).hasToString("one\ntwo\n");
    }

    @Test
    void lastLineMayHaveNoEnd() {
        read("2026-11-29T21:00:00.1Z one");
        assertThat(text).isEmpty();
        lines.ended();
        assertThat(text).hasToString("one");
    }

    @Test
    void linesAreKnownWhenTheLogIsReadAgain() {
        read(FIRST + SECOND);
        lines.restarted();
        read(FIRST + SECOND + THIRD + FOURTH);
        assertThat(text).hasToString("one\ntwo\nthree\nfour\n");
    }

    @Test
    void linesOfTheSameTimeAreCounted() {
        read(SECOND + THIRD);
        lines.restarted();
        read(SECOND + THIRD + FOURTH);
        assertThat(text).hasToString("two\nthree\nfour\n");
    }

    @Test
    void beginningMayBeRotatedAway() {
        read(FIRST + SECOND + THIRD);
        lines.restarted();
        read(FOURTH);
        lines.restarted();
        read(FOURTH);
        assertThat(text).hasToString("one\ntwo\nthree\nfour\n");
    }

    @Test
    void interruptedLineIsReadOnce() {
        read(FIRST + SECOND.substring(0, SECOND.length() - 2));
        lines.restarted();
        read(FIRST + SECOND);
        assertThat(text).hasToString("one\ntwo\n");
    }

    @Test
    void longLineIsPassedOnInPartsAndOnce() {
        String line = "x".repeat(100_000);
        read("2026-11-29T21:00:00Z " + line);
        assertThat(text).hasSize(64 * 1024);
        lines.restarted();
        read("2026-11-29T21:00:00Z xx");
        lines.restarted();
        read("2026-11-29T21:00:00Z " + line + "\n" + FOURTH);
        assertThat(text).hasToString(line + "\nfour\n");
    }

    private void read(String log) {
        // Two bytes at a time.
        byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i += 2) {
            byte[] part = {bytes[i], i + 1 < bytes.length ? bytes[i + 1] : 0};
            lines.read(part, Math.min(2, bytes.length - i));
        }
    }
}
