package io.wave.api.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BodyBudgetTest {

    private static final int MEGABYTE = 1024 * 1024;

    private final BodyBudget budget = BodyBudget.ofHeap(24 * MEGABYTE);

    @Test
    void whatFindsNoRoomIsSentAway() {
        try (BodyBudget.Share first = budget.open();
                BodyBudget.Share second = budget.open()) {
            first.growTo(MEGABYTE);
            assertThatThrownBy(() -> second.growTo(2 * MEGABYTE)).hasMessageContaining("try again");
        }
        try (BodyBudget.Share third = budget.open()) {
            assertThatCode(() -> third.growTo(2 * MEGABYTE)).doesNotThrowAnyException();
        }
    }

    @Test
    void aBodyLargerThanTheBudgetTakesAllOfIt() {
        try (BodyBudget.Share share = budget.open()) {
            assertThatCode(() -> share.growTo(100 * MEGABYTE)).doesNotThrowAnyException();
        }
    }
}
