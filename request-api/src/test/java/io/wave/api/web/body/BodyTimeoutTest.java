package io.wave.api.web.body;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BodyTimeoutTest {

    private final AtomicLong now = new AtomicLong();
    private final BodyTimeout pace = new BodyTimeout(Duration.ofSeconds(60), Duration.ofSeconds(10), now::get);

    @Test
    void slowSteadyBodyIsAccepted() {
        for (int second = 1; second <= 60; second++) {
            assertThatCode(() -> after(1, 2048)).doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> after(1, 2048)).hasMessageContaining("too slowly");
    }

    @Test
    void stalledBodyIsRejected() {
        assertThatCode(() -> after(5, 1)).doesNotThrowAnyException();
        assertThatCode(() -> after(5, 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> after(1, 1)).hasMessageContaining("too slowly");
    }

    @Test
    void burstDoesNotCompensateForStall() {
        after(1, 9_000_000);
        after(9, 1);
        assertThatThrownBy(() -> after(2, 1)).hasMessageContaining("too slowly");
    }

    private void after(int seconds, int bytes) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
        pace.arrived(bytes);
    }
}
