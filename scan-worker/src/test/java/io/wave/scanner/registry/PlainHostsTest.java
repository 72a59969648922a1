package io.wave.scanner.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainHostsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:5000",
                "registry.localhost:5000",
                "registry.jobs.svc.cluster.local:5000",
                "127.0.0.1:5000",
                "[::1]:5000",
                "10.1.2.3:5000",
                "172.31.0.1",
                "192.168.1.1:80"
            })
    void isRequestedWithoutHttps(String host) {
        assertThat(PlainHosts.contains(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.test:5000",
                "registry.jobs.svc:5000",
                "local",
                "localhost.test",
                "127.0.0.2:5000",
                "8.8.8.8:5000",
                "172.32.0.1",
                "[fd00::1]:5000",
                "10.1.2.3.test"
            })
    void isRequestedByHttps(String host) {
        assertThat(PlainHosts.contains(host)).isFalse();
    }
}
