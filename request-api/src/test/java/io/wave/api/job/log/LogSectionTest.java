package io.wave.api.job.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogSectionTest {

    @Test
    void growingLogIsReadInWholeLines() throws IOException {
        LogSection first = read("one\ntwö", 0, true);
        assertThat(first.text()).isEqualTo("one\n");
        LogSection next = read("one\ntwö\nthree", first.end(), true);
        assertThat(next.text()).isEqualTo("twö\n");
        LogSection last = read("one\ntwö\nthree", next.end(), false);
        assertThat(last.text()).isEqualTo("three");
        assertThat(last.cut()).isFalse();
    }

    @Test
    void longLogIsCut() throws IOException {
        String line = "x".repeat(999) + "\n";
        assertThat(read(line.repeat(100), 0, false).cut()).isFalse();
        LogSection cut = read(line.repeat(101), 0, false);
        assertThat(cut.cut()).isTrue();
        assertThat(cut.text()).hasSize(LogSection.SHOWN);
        assertThat(read(line.repeat(200), cut.end(), true)).isEqualTo(new LogSection("", LogSection.SHOWN, true));
    }

    @Test
    void terminalColorsAreRemoved() throws IOException {
        assertThat(read("\u001B[1;31mred\u001B[0m\r\nplain\n", 0, false).text()).isEqualTo("red\nplain\n");
    }

    @Test
    void offsetBehindEndReturnsNothing() throws IOException {
        assertThat(read("one\n", 500, false).text()).isEmpty();
        assertThat(read("one\n", -1, false).text()).isEqualTo("one\n");
        assertThat(read("one\n", Long.MAX_VALUE, true).text()).isEmpty();
    }

    private static LogSection read(String log, long seen, boolean growing) throws IOException {
        return LogSection.read(
                Optional.of(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8))), seen, growing);
    }
}
