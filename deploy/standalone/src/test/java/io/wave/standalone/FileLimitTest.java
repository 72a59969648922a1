package io.wave.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileLimitTest {

    @Test
    void aLowLimitIsToldWithWhatToDo() {
        assertThat(FileLimit.warning(1_024))
                .hasValueSatisfying(words -> assertThat(words).contains("1024 files", "ulimit -n"));
    }

    @Test
    void anEnoughOrUnknownLimitIsNotWorthAWord() {
        assertThat(FileLimit.warning(FileLimit.RECOMMENDED)).isEmpty();
        assertThat(FileLimit.warning(-1)).isEmpty();
    }
}
