package io.wave.proxy.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BoundsTest {

    @Test
    void thereAreNoMoreConnectionsThanFilesBesideThoseInReserve() {
        var properties = new ConnectionProperties(20_000, 100, 4_096, seconds(), seconds(), seconds(), seconds());
        assertThat(FileLimit.connections(properties, 1_000_000)).isEqualTo(20_000);
        assertThat(FileLimit.connections(properties, 20_000)).isEqualTo(15_904);
        assertThat(FileLimit.connections(properties, 1_024)).isEqualTo(512);
    }

    @Test
    void streamsFitIntoHalfOfTheDirectMemory() {
        assertThat(StreamPlaces.within(1_000, 1L << 30)).isEqualTo(1_000);
        assertThat(StreamPlaces.within(1_000, 256L << 20)).isEqualTo((128 << 20) / StreamPlaces.BYTES_EACH);
    }

    private static Duration seconds() {
        return Duration.ofSeconds(1);
    }
}
