package io.wave.proxy.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private final Places places = new Places(3, 2);

    @Test
    void oneClientHasItsShareOnly() {
        assertThat(places.take("a")).isTrue();
        assertThat(places.take("a")).isTrue();
        assertThat(places.take("a")).isFalse();
        assertThat(places.take("b")).isTrue();
        assertThat(places.take("c")).as("there are three in all").isFalse();
        assertThat(places.taken()).isEqualTo(3);
    }

    @Test
    void oneClientNeverHasMoreThanHalf() {
        assertThat(Places.share(100, 20)).isEqualTo(20);
        assertThat(Places.share(30, 20)).isEqualTo(15);
        assertThat(Places.share(1, 20)).isEqualTo(1);
        assertThat(Places.share(100, 0)).isEqualTo(1);
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        places.take("a");
        places.take("a");
        places.take("a");
        places.give("a");
        assertThat(places.take("a")).isTrue();
        places.give("a");
        places.give("a");
        assertThat(places.taken()).isZero();
    }

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
