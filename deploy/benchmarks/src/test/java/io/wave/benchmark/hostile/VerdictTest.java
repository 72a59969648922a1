package io.wave.benchmark.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final int MINUTES = 60;

    @Test
    void steadyMemoryAndQuickAnswersHold() {
        assertThat(new Verdict(true, samples(_ -> 700), Map.of("manifest", latencies(100, 20)), Map.of()).complaints())
                .isEmpty();
    }

    @Test
    void growingMemoryIsNamedWithItsFigures() {
        Verdict verdict = new Verdict(true, samples(minute -> 500 + 10L * minute), Map.of(), Map.of());

        assertThat(verdict.complaints()).containsExactly("resident memory grew from 690 to 1090");
    }

    @Test
    void growthDuringWarmUpIsIgnored() {
        Verdict verdict =
                new Verdict(true, samples(minute -> minute < 10 ? 100 + 60L * minute : 700), Map.of(), Map.of());

        assertThat(verdict.complaints()).isEmpty();
    }

    @Test
    void oneSlowCallInTenIsReported() {
        Latencies latencies = latencies(90, 20);
        IntStream.range(0, 10).forEach(_ -> latencies.add(Duration.ofSeconds(2)));

        assertThat(new Verdict(true, samples(_ -> 700), Map.of("layer", latencies), Map.of()).complaints())
                .containsExactly("layer: p99 is 2000 ms");
    }

    @Test
    void failedCallsAreCounted() {
        Latencies latencies = latencies(5, 20);
        latencies.fail();

        assertThat(new Verdict(true, samples(_ -> 700), Map.of("layer", latencies), Map.of()).complaints())
                .containsExactly("layer: 1 of 5 failed");
    }

    @Test
    void endedServiceIsReportedFirst() {
        assertThat(new Verdict(false, samples(_ -> 700), Map.of(), Map.of()).complaints())
                .containsExactly("the service ended during the run");
    }

    private static Latencies latencies(int count, int millis) {
        Latencies latencies = new Latencies();
        IntStream.range(0, count).forEach(_ -> latencies.add(Duration.ofMillis(millis)));
        return latencies;
    }

    private static List<ProcessSample> samples(IntToLongFunction resident) {
        return IntStream.range(0, MINUTES)
                .mapToObj(
                        minute -> new ProcessSample(Duration.ofMinutes(minute), resident.applyAsLong(minute), 300, 120))
                .toList();
    }
}
