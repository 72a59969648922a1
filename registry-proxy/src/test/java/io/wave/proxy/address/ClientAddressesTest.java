package io.wave.proxy.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.network.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class ClientAddressesTest {

    private final ClientAddresses addresses =
            new ClientAddresses(List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("fd00::/8")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1 | 192.0.2.7                          | 192.0.2.7",
                "10.0.0.1 | 203.0.113.1, 192.0.2.7             | 192.0.2.7",
                "10.0.0.1 | 203.0.113.1, 192.0.2.7, 10.9.9.9   | 192.0.2.7",
                "10.0.0.1 | 10.1.1.1, 10.2.2.2                 | 10.1.1.1",
                "10.0.0.1 | 192.0.2.7:4711                     | 192.0.2.7",
                "10.0.0.1 | [2001:db8::7]:4711                 | 2001:db8:0:0:0:0:0:7",
                "10.0.0.1 | 192.0.2.7,                         | 10.0.0.1",
                "10.0.0.1 | 192.0.2.7, not an address          | 10.0.0.1",
                "10.0.0.1 | 192.0.2.7, evil.test, 10.9.9.9     | 10.9.9.9",
                "fd00::1  | 192.0.2.7                          | 192.0.2.7",
                "11.0.0.1 | 192.0.2.7                          | 11.0.0.1"
            })
    void rightmostUntrustedAddressIsClient(String peer, String forwardedFor, String client) {
        MockServerHttpRequest request = request(peer, forwardedFor);
        assertThat(addresses.of(request)).hasToString(client);
    }

    @Test
    void withoutHeaderProxyIsClient() {
        assertThat(addresses.of(request("10.0.0.1"))).hasToString("10.0.0.1");
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(addresses.of(request("10.0.0.1", "203.0.113.1", "192.0.2.7", "10.3.3.3")))
                .hasToString("192.0.2.7");
    }

    @Test
    void limitsCountByNetwork() {
        assertThat(new ClientAddress("192.0.2.7").network()).isEqualTo("192.0.2.7");
        assertThat(new ClientAddress("2001:db8:1:2:3:4:5:6").network())
                .isEqualTo(new ClientAddress("2001:db8:1:2:0:0:0:1").network())
                .isNotEqualTo(new ClientAddress("2001:db8:1:3:3:4:5:6").network());
    }

    private static MockServerHttpRequest request(String peer, String... forwardedFor) {
        return MockServerHttpRequest.get("/")
                .remoteAddress(new InetSocketAddress(InetAddress.ofLiteral(peer), 4711))
                .header("X-Forwarded-For", forwardedFor)
                .build();
    }
}
