package io.wave.api.web.body;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {

    private static final int MEGABYTE = 1024 * 1024;

    /** Of 6 MB: 2 MB for all bodies, 1 MB per address. */
    private final BodyMemory budget = BodyMemory.ofHeap(24 * MEGABYTE, MEGABYTE);

    @Test
    void requestWithoutMemoryIsRejected() {
        try (BodyMemory.Share first = budget.open("a");
                BodyMemory.Share second = budget.open("b");
                BodyMemory.Share third = budget.open("c")) {
            first.growTo(MEGABYTE);
            second.growTo(MEGABYTE);
            assertThatThrownBy(() -> third.growTo(1024)).hasMessageContaining("try again");
        }
        try (BodyMemory.Share later = budget.open("a")) {
            assertThatCode(() -> later.growTo(MEGABYTE)).doesNotThrowAnyException();
        }
    }

    @Test
    void oneAddressLeavesMemoryForOthers() {
        List<BodyMemory.Share> shares = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            shares.add(budget.open("a"));
            shares.getLast().growTo(MEGABYTE / 4);
        }
        try (BodyMemory.Share next = budget.open("a");
                BodyMemory.Share other = budget.open("b")) {
            assertThatThrownBy(() -> next.growTo(1024)).hasMessageContaining("try again");
            assertThatCode(() -> other.growTo(MEGABYTE / 2)).doesNotThrowAnyException();
        }
        shares.forEach(BodyMemory.Share::close);
        try (BodyMemory.Share again = budget.open("a")) {
            assertThatCode(() -> again.growTo(MEGABYTE)).doesNotThrowAnyException();
        }
    }

    @Test
    void oversizedBodyReservesWholeBudget() {
        try (BodyMemory.Share share = budget.open("a")) {
            assertThatCode(() -> share.growTo(100 * MEGABYTE)).doesNotThrowAnyException();
        }
    }
}
