package io.wave.api.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.dashboard.BuildActivity.Hour;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HourlyChartTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:59:00Z");

    @Test
    void hoursWithoutBuildsAreEmptyBars() {
        HourlyChart bars = HourlyChart.of(List.of(), NOW);
        assertThat(bars.bars()).hasSize(24).allMatch(bar -> bar.goodHeight() == 0 && bar.badHeight() == 0);
        assertThat(bars.highest()).isOne();
    }

    @Test
    void busiestHourHasFullHeight() {
        HourlyChart bars = HourlyChart.of(
                List.of(
                        new Hour(Instant.parse("2026-02-28T11:00:00Z"), 1, 0),
                        new Hour(Instant.parse("2026-03-01T10:00:00Z"), 3, 1)),
                NOW);
        assertThat(bars.bars().getFirst())
                .isEqualTo(new HourlyChart.Bar(0, 75, 25, 75, 0, "11:00 GMT: 1 succeeded, 0 failed"));
        assertThat(bars.bars().getLast())
                .isEqualTo(new HourlyChart.Bar(460, 25, 75, 0, 25, "10:00 GMT: 3 succeeded, 1 failed"));
        assertThat(bars.succeeded()).isEqualTo(4);
        assertThat(bars.failed()).isOne();
    }
}
