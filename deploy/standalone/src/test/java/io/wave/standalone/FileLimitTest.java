package io.wave.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileLimitTest {

    @Test
    void lowLimitIsReportedWithRemedy() {
        assertThat(FileLimit.warning(1_024))
                .hasValueSatisfying(text -> assertThat(text).contains("1024 is below", "ulimit -n"));
    }

    @Test
    void sufficientOrUnknownLimitIsNotReported() {
        assertThat(FileLimit.warning(FileLimit.RECOMMENDED)).isEmpty();
        assertThat(FileLimit.warning(-1)).isEmpty();
    }
}
