package io.wave.job.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);
    private final Lease lease = new Lease(Duration.ofSeconds(30), nanoTime::get);

    @Test
    void endsForTheHolderAtTwoThirds() {
        pass(Duration.ofMillis(19_999));
        assertThat(lease.isHeld()).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void countsFromBeforeTheRenewalWasSent() {
        pass(Duration.ofSeconds(5));
        long sentAt = lease.now();
        pass(Duration.ofSeconds(4));
        lease.renewed(sentAt);
        assertThat(lease.remaining()).isEqualTo(Duration.ofSeconds(16));
    }

    @Test
    void aLateAnswerToAnEarlyRenewalShortensNothing() {
        long first = lease.now();
        pass(Duration.ofSeconds(5));
        lease.renewed(lease.now());
        lease.renewed(first);
        assertThat(lease.remaining()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void aProcessMayBeSilentForHalfOfItAtMost() {
        assertThat(lease.patience()).isEqualTo(Duration.ofSeconds(15));
        pass(Duration.ofSeconds(12));
        assertThat(lease.patience()).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void canBeGivenUp() {
        lease.lost();
        assertThat(lease.isHeld()).isFalse();
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
