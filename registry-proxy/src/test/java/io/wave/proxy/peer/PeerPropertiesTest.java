package io.wave.proxy.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerPropertiesTest {

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.1:9090", "fd00::1, [fd00::1]:9090", "proxy-0.proxies, proxy-0.proxies:9090"})
    void authorityHasThePort(String address, String authority) {
        assertThat(new PeerProperties(address).authority(9090)).isEqualTo(authority);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://10.0.0.1", "10.0.0.1/path", "[fd00::1]", "user@host"})
    void otherValuesAreRefused(String address) {
        assertThatThrownBy(() -> new PeerProperties(address))
                .hasMessage(
                        "wave.proxy.blob-cache.peers.address: '%s' is not an IP address or host name; set one without"
                                + " scheme, port and brackets",
                        address);
    }
}
