package io.wave.job.engine.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);
    private final Lease lease = new Lease(Duration.ofSeconds(30), nanoTime::get);

    @Test
    void isLostForTheHolderAfterTwoThirds() {
        pass(Duration.ofMillis(19_999));
        assertThat(lease.isHeld()).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void startsBeforeRenewalIsSent() {
        pass(Duration.ofSeconds(5));
        long sentAt = lease.now();
        pass(Duration.ofSeconds(4));
        lease.renewed(sentAt);
        assertThat(lease.remaining()).isEqualTo(Duration.ofSeconds(16));
    }

    @Test
    void lateResponseToAnEarlierRenewalDoesNotShortenTheLease() {
        long first = lease.now();
        pass(Duration.ofSeconds(5));
        lease.renewed(lease.now());
        lease.renewed(first);
        assertThat(lease.remaining()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void heartbeatTimeoutIsAThirdOfTheLeaseAtMost() {
        assertThat(lease.heartbeatTimeout()).isEqualTo(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(12));
        assertThat(lease.heartbeatTimeout()).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void lateHeartbeatDoesNotOutliveTheLease() {
        Duration age = Duration.ofSeconds(20).minusNanos(1);
        pass(age);
        Duration lastWord = lease.heartbeatTimeout();
        // The word before it, of a third, is what the process lives by until the late one reaches it.
        assertThat(age.plus(lastWord).plus(Duration.ofSeconds(10))).isLessThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void canBeMarkedAsLost() {
        lease.lost();
        assertThat(lease.isHeld()).isFalse();
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
