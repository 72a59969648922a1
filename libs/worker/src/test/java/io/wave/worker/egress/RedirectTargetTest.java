package io.wave.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.egress.Destination;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTargetTest {

    @ParameterizedTest
    @CsvSource({
        "'http://127.0.0.1:9093/a?b={}', 127.0.0.1, 9093",
        "' http://127.0.0.1?{}', 127.0.0.1, 80",
        "HTTPS://Host.test#|, host.test, 443",
        "//127.0.0.1/x y, 127.0.0.1, 80",
        "http://a_b.test:81/, a_b.test, 81",
        "http://u@v:p@10.0.0.1/, 10.0.0.1, 80",
        "https://[::1]:/, ::1, 443",
    })
    void isReadWithoutItsPath(String location, String host, int port) {
        assertThat(RedirectTarget.of(location)).hasValue(new Destination(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login?next=http://127.0.0.1/", "x", "?a=//b", "mailto:x@y"})
    void redirectToTheSameHostIsAllowed(String location) {
        assertThat(RedirectTarget.of(location)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http:///x",
                "http://a b/",
                "http://127.0.0.1\\@x/",
                "http://%31/",
                "http://[::1%25lo]/",
                "http://\uff11\uff12\uff17.0.0.1/",
                "http://a:99999/",
                "http://a:x/",
            })
    void unreadableArchiveIsRejected(String location) {
        assertThatThrownBy(() -> RedirectTarget.of(location))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("redirect: invalid host");
    }
}
