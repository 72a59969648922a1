package io.wave.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureLimitTest {

    private final AtomicLong nanos = new AtomicLong(42);
    private final FailureLimit limit = new FailureLimit(new Rate(2, Duration.ofMinutes(1)), nanos::get);

    @Test
    void failuresAreLimitedPerWindow() {
        assertThat(limit.count("192.0.2.7")).isEmpty();
        pass(Duration.ofSeconds(20));
        assertThat(limit.count("192.0.2.7")).isEmpty();
        assertThat(limit.count("192.0.2.7")).hasValue(Duration.ofSeconds(40));
        assertThat(limit.count("192.0.2.8")).isEmpty();
        pass(Duration.ofSeconds(40));
        assertThat(limit.count("192.0.2.7")).isEmpty();
    }

    @Test
    void ofIpv6TheNetworkCounts() {
        limit.count("2001:db8:0:1::1");
        limit.count("2001:db8:0:1:ffff::2");
        assertThat(limit.count("2001:db8:0:1::3")).isPresent();
        assertThat(limit.count("2001:db8:0:2::3")).isEmpty();
    }

    @Test
    void undoneFailureIsNotCounted() {
        for (int i = 0; i < 10; i++) {
            assertThat(limit.count("192.0.2.7")).isEmpty();
            limit.undo("192.0.2.7");
        }
        limit.undo("192.0.2.9");
        assertThat(limit.count("192.0.2.7")).isEmpty();
    }

    @Test
    void rejectedAttemptIsNotCounted() {
        limit.count("192.0.2.7");
        limit.count("192.0.2.7");
        for (int i = 0; i < 10; i++) {
            assertThat(limit.count("192.0.2.7")).isPresent();
        }
        limit.undo("192.0.2.7");
        limit.undo("192.0.2.7");
        assertThat(limit.count("192.0.2.7")).isEmpty();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
