package io.wave.proxy.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.oci.OciErrorCode;
import io.wave.proxy.address.ClientAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnknownTokenLimitTest {

    private static final ClientAddress CLIENT = new ClientAddress("2001:db8:1:2:0:0:0:7");

    private final AtomicLong nanos = new AtomicLong();
    private final UnknownTokenLimit limit = new UnknownTokenLimit(3, nanos::get);

    @Test
    void clientAboveLimitIsRejectedForAWhile() {
        recordMiss(3);
        assertThat(limit.isExceeded(CLIENT)).isTrue();
        assertThat(limit.recordMiss(CLIENT)).hasValueSatisfying(tooManyUnknownTokens -> {
            assertThat(tooManyUnknownTokens.code()).isEqualTo(OciErrorCode.TOOMANYREQUESTS);
            assertThat(tooManyUnknownTokens).hasMessageContaining(CLIENT.value());
        });
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(limit.isExceeded(CLIENT)).isFalse();
        assertThat(limit.recordMiss(CLIENT)).isEmpty();
    }

    @Test
    void addressesOfOneNetworkCountAsOne() {
        recordMiss(3);
        assertThat(limit.isExceeded(new ClientAddress("2001:db8:1:2:ffff:0:0:1")))
                .isTrue();
        assertThat(limit.isExceeded(new ClientAddress("2001:db8:1:3:0:0:0:7"))).isFalse();
    }

    @Test
    void missesBelowLimitAreAllowed() {
        recordMiss(2);
        assertThat(limit.isExceeded(CLIENT)).isFalse();
        assertThat(limit.recordMiss(CLIENT)).isEmpty();
    }

    private void recordMiss(int times) {
        for (int i = 0; i < times; i++) {
            var _ = limit.recordMiss(CLIENT);
        }
    }
}
