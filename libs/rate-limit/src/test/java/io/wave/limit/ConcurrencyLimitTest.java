package io.wave.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.limit.ConcurrencyLimit.Permit;
import io.wave.limit.ConcurrencyLimit.Result;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {

    private final ConcurrencyLimit limit = new ConcurrencyLimit(3, 2);

    @Test
    void addressCannotExceedItsLimit() {
        Result first = limit.acquire("2001:db8::1");
        assertThat(first).isInstanceOf(Permit.class);
        assertThat(limit.acquire("2001:db8::2")).isInstanceOf(Permit.class);
        for (int i = 0; i < 10; i++) {
            assertThat(limit.acquire("2001:db8::3")).isEqualTo(new Result.AddressReached(2));
        }
        assertThat(limit.acquire("192.0.2.7")).isInstanceOf(Permit.class);
        assertThat(limit.acquire("192.0.2.8")).isEqualTo(new Result.TotalReached());
        ((Permit) first).close();
        ((Permit) first).close();
        assertThat(limit.acquire("192.0.2.8")).isInstanceOf(Permit.class);
        assertThat(limit.acquire("192.0.2.9")).isEqualTo(new Result.TotalReached());
    }

    @Test
    void limitOfAnAddressIsAtMostHalf() {
        assertThat(ConcurrencyLimit.share(100, 20)).isEqualTo(20);
        assertThat(ConcurrencyLimit.share(30, 20)).isEqualTo(15);
        assertThat(ConcurrencyLimit.share(1, 20)).isEqualTo(1);
        assertThat(ConcurrencyLimit.share(100, 0)).isEqualTo(1);
    }

    @Test
    void isUnusedAfterAllPermitsAreClosed() {
        var held = IntStream.range(0, 3)
                .mapToObj(i -> limit.acquire("192.0.2." + i))
                .toList();
        assertThat(limit.isUnused()).isFalse();
        assertThat(limit.inUse()).isEqualTo(3);
        held.forEach(place -> ((Permit) place).close());
        assertThat(limit.isUnused()).isTrue();
    }
}
