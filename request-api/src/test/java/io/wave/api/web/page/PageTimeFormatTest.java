package io.wave.api.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTimeFormatTest {

    private static final Instant MOMENT = Instant.parse("2026-03-01T22:05:59Z");

    @ParameterizedTest
    @CsvSource({
        "Z, 2026-03-01 22:05 (GMT)",
        "+02:00, 2026-03-02 00:05 (GMT+2)",
        "-03:30, 2026-03-01 18:35 (GMT-3:30)",
        "+05:45, 2026-03-02 03:50 (GMT+5:45)",
        "'', 2026-03-01 22:05 (GMT)",
        "nowhere, 2026-03-01 22:05 (GMT)"
    })
    void timesAreInRequesterOffset(String offset, String expected) {
        assertThat(PageTimeFormat.at(offset).dateTime(MOMENT)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0:00", "61, 1:01", "599, 9:59", "3725, 62:05"})
    void durationsAreMinutesAndSeconds(long seconds, String expected) {
        assertThat(PageTimeFormat.length(Duration.ofSeconds(seconds))).isEqualTo(expected);
    }

    @Test
    void unknownDurationHasASign() {
        assertThat(PageTimeFormat.length(Optional.empty())).isEqualTo("-");
    }
}
