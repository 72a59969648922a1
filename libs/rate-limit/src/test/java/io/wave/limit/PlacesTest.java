package io.wave.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.limit.Places.Entry;
import io.wave.limit.Places.Place;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private final Places places = new Places(3, 2);

    @Test
    void anAddressHoldsItsShareAndNoMore() {
        Entry first = places.enter("2001:db8::1");
        assertThat(first).isInstanceOf(Place.class);
        assertThat(places.enter("2001:db8::2")).isInstanceOf(Place.class);
        for (int i = 0; i < 10; i++) {
            assertThat(places.enter("2001:db8::3")).isEqualTo(new Entry.ShareUsed(2));
        }
        assertThat(places.enter("192.0.2.7")).isInstanceOf(Place.class);
        assertThat(places.enter("192.0.2.8")).isEqualTo(new Entry.Full());
        ((Place) first).close();
        ((Place) first).close();
        assertThat(places.enter("192.0.2.8")).isInstanceOf(Place.class);
        assertThat(places.enter("192.0.2.9")).isEqualTo(new Entry.Full());
    }

    @Test
    void noAddressEverHasMoreThanHalf() {
        assertThat(Places.share(100, 20)).isEqualTo(20);
        assertThat(Places.share(30, 20)).isEqualTo(15);
        assertThat(Places.share(1, 20)).isEqualTo(1);
        assertThat(Places.share(100, 0)).isEqualTo(1);
    }

    @Test
    void allAreFreeWhenAllHaveLeft() {
        var held = IntStream.range(0, 3)
                .mapToObj(i -> places.enter("192.0.2." + i))
                .toList();
        assertThat(places.areFree()).isFalse();
        assertThat(places.taken()).isEqualTo(3);
        held.forEach(place -> ((Place) place).close());
        assertThat(places.areFree()).isTrue();
    }
}
