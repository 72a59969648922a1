package io.wave.job.engine.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotsTest {

    @ParameterizedTest
    @CsvSource({
        "0,  0, 4",
        "3,  0, 1",
        "4,  0, 0",
        "0,  3, 4",
        "3,  9, 1",
        "0, 17, 3",
        "0, 20, 0",
        "1, 19, 0",
        // The queue has started more of them than there are slots.
        "9,  3, 0",
        "25, 0, 0"
    })
    void queuedJobsTakeNoSlotButAreLimited(int running, int queued, int free) {
        assertThat(new Slots(4).free(running, queued)).isEqualTo(free);
    }
}
