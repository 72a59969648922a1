package io.wave.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {

    @ParameterizedTest
    @CsvSource({"10/1h,10,PT1H", "100 / 2m,100,PT2M", "1/500ms,1,PT0.5S", "250/1d,250,PT24H"})
    void rateIsParsed(String text, long count, Duration period) {
        assertThat(Rate.valueOf(text)).isEqualTo(new Rate(count, period));
    }

    @ParameterizedTest
    @CsvSource({"10/1h,10 in 1h", "100/120s,100 in 2m", "1/500ms,1 in 500ms", "250/48h,250 in 2d", "9/90m,9 in 90m"})
    void periodIsPrintedInTheLargestUnit(String text, String told) {
        assertThat(Rate.valueOf(text)).hasToString(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10/h", "0/1h", "10/0s", "-1/1h", "10/1w"})
    void otherTextsAreRejected(String text) {
        assertThatThrownBy(() -> Rate.valueOf(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ipv6ClientIsLimitedByNetwork() {
        assertThat(Caller.anonymous("2001:db8:1:2:3::4").key())
                .isEqualTo(Caller.anonymous("2001:db8:1:2::1").key())
                .isNotEqualTo(Caller.anonymous("2001:db8:1:3::1").key());
        assertThat(Caller.anonymous("192.0.2.1").key())
                .isNotEqualTo(Caller.anonymous("192.0.2.2").key());
    }
}
