package io.wave.api.web.body;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {

    private static final int MEGABYTE = 1024 * 1024;

    /** Of 6 MB: bodies of 2 MB in all, of 1 MB from one address. */
    private final BodyBudget budget = BodyBudget.ofHeap(24 * MEGABYTE, MEGABYTE);

    @Test
    void whatFindsNoRoomIsSentAway() {
        try (BodyBudget.Share first = budget.open("a");
                BodyBudget.Share second = budget.open("b");
                BodyBudget.Share third = budget.open("c")) {
            first.growTo(MEGABYTE);
            second.growTo(MEGABYTE);
            assertThatThrownBy(() -> third.growTo(1024)).hasMessageContaining("try again");
        }
        try (BodyBudget.Share later = budget.open("a")) {
            assertThatCode(() -> later.growTo(MEGABYTE)).doesNotThrowAnyException();
        }
    }

    @Test
    void oneAddressLeavesRoomForOthers() {
        List<BodyBudget.Share> shares = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            shares.add(budget.open("a"));
            shares.getLast().growTo(MEGABYTE / 4);
        }
        try (BodyBudget.Share next = budget.open("a");
                BodyBudget.Share other = budget.open("b")) {
            assertThatThrownBy(() -> next.growTo(1024)).hasMessageContaining("try again");
            assertThatCode(() -> other.growTo(MEGABYTE / 2)).doesNotThrowAnyException();
        }
        shares.forEach(BodyBudget.Share::close);
        try (BodyBudget.Share again = budget.open("a")) {
            assertThatCode(() -> again.growTo(MEGABYTE)).doesNotThrowAnyException();
        }
    }

    @Test
    void aBodyLargerThanTheBudgetTakesAllOfIt() {
        try (BodyBudget.Share share = budget.open("a")) {
            assertThatCode(() -> share.growTo(100 * MEGABYTE)).doesNotThrowAnyException();
        }
    }
}
