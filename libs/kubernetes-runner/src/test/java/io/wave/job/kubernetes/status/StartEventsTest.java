package io.wave.job.kubernetes.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.CoreV1Event;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartEventsTest {

    private static final OffsetDateTime TIME = OffsetDateTime.parse("2026-11-30T18:00:00Z");

    @Test
    void nothingIsKnown() {
        assertThat(StartEvents.obstacle(List.of())).isEmpty();
        assertThat(StartEvents.newest(List.of())).isEmpty();
    }

    @Test
    void newestMessage() {
        assertThat(StartEvents.newest(List.of(warning(2, "FailedCreate"), warning(1, "FailedCreate"))))
                .contains("FailedCreate after 2 s");
    }

    @Test
    void obstacleIsNamed() {
        assertThat(StartEvents.obstacle(List.of(
                        event("Normal", 0, "Scheduled"), warning(30, "FailedMount"), warning(10, "FailedMount"))))
                .contains("FailedMount after 30 s");
    }

    @Test
    void obstacleOfThePastDoesNotCount() {
        assertThat(StartEvents.obstacle(List.of(warning(1, "FailedMount"), event("Normal", 2, "Pulling"))))
                .isEmpty();
        assertThat(StartEvents.obstacle(List.of(event("Normal", 1, "Pulling"), warning(1, "FailedMount"))))
                .isEmpty();
    }

    /** The kubelet repeats it about pods that it starts all the same. */
    @Test
    void otherWarningsAreNoObstacle() {
        assertThat(StartEvents.obstacle(List.of(warning(3, "DNSConfigForming"))))
                .isEmpty();
        assertThat(StartEvents.obstacle(List.of(warning(2, "FailedMount"), warning(3, "DNSConfigForming"))))
                .contains("FailedMount after 2 s");
    }

    private static CoreV1Event warning(int second, String reason) {
        return event("Warning", second, reason);
    }

    private static CoreV1Event event(String type, int second, String reason) {
        return new CoreV1Event()
                .type(type)
                .reason(reason)
                .message("%s after %d s".formatted(reason, second))
                .lastTimestamp(TIME.plusSeconds(second));
    }
}
