package io.wave.mirroring.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostPausesTest {

    private final HostPauses pauses = new HostPauses();

    @Test
    void registryThatAsksIsLeftAloneForThatLong() {
        pauses.failed("a.test", Optional.of(Duration.ofMinutes(5)));
        assertThat(pauses.left(List.of("b.test", "a.test"))).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        assertThat(pauses.left(List.of("b.test"))).isZero();
    }

    @Test
    void pausesGrowButAreBounded() {
        IntStream.range(0, 30).forEach(_ -> pauses.failed("a.test", Optional.empty()));
        assertThat(pauses.left(List.of("a.test"))).isBetween(Duration.ofSeconds(40), Duration.ofMinutes(1));
        pauses.failed("a.test", Optional.of(Duration.ofDays(1)));
        assertThat(pauses.left(List.of("a.test"))).isLessThanOrEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void successEndsThePause() {
        pauses.failed("a.test", Optional.of(Duration.ofMinutes(5)));
        pauses.succeeded("a.test");
        assertThat(pauses.left(List.of("a.test"))).isZero();
    }
}
