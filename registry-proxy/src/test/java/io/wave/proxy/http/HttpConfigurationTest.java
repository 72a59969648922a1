package io.wave.proxy.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

class HttpConfigurationTest {

    private final ServerProperties server = new ServerProperties();

    @Test
    void http2IsRejectedAtStartup() {
        server.getHttp2().setEnabled(true);
        assertThatIllegalStateException()
                .isThrownBy(() -> HttpConfiguration.requireHttp1(server))
                .withMessageContaining("server.http2.enabled");
    }

    @Test
    void http1IsAccepted() {
        assertThatCode(() -> HttpConfiguration.requireHttp1(server)).doesNotThrowAnyException();
    }
}
