package io.wave.proxy.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.oci.OciErrorCode;
import io.wave.proxy.address.ClientAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StrangerLimitTest {

    private static final ClientAddress CLIENT = new ClientAddress("2001:db8:1:2:0:0:0:7");

    private final AtomicLong nanos = new AtomicLong();
    private final StrangerLimit limit = new StrangerLimit(3, nanos::get);

    @Test
    void aClientThatMissesTooOftenIsRefusedForAWhile() {
        miss(3);
        assertThat(limit.isOver(CLIENT)).isTrue();
        assertThat(limit.miss(CLIENT)).hasValueSatisfying(refusal -> {
            assertThat(refusal.code()).isEqualTo(OciErrorCode.TOOMANYREQUESTS);
            assertThat(refusal).hasMessageContaining(CLIENT.value());
        });
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(limit.isOver(CLIENT)).isFalse();
        assertThat(limit.miss(CLIENT)).isEmpty();
    }

    @Test
    void neighboursInOneNetworkCountAsOne() {
        miss(3);
        assertThat(limit.isOver(new ClientAddress("2001:db8:1:2:ffff:0:0:1"))).isTrue();
        assertThat(limit.isOver(new ClientAddress("2001:db8:1:3:0:0:0:7"))).isFalse();
    }

    @Test
    void someMissesAreForgiven() {
        miss(2);
        assertThat(limit.isOver(CLIENT)).isFalse();
        assertThat(limit.miss(CLIENT)).isEmpty();
    }

    private void miss(int times) {
        for (int i = 0; i < times; i++) {
            var _ = limit.miss(CLIENT);
        }
    }
}
