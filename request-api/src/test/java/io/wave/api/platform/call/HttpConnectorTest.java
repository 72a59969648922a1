package io.wave.api.platform.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.pairing.PairingMessage;
import io.wave.security.TrustedCertificates;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpConnectorTest {

    @Test
    void formIsPostedAndCookiesAreRead() throws Exception {
        HttpServer platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        platform.createContext("/api/oauth/access_token", exchange -> {
            try (exchange) {
                String received = "%s %s %s %s"
                        .formatted(
                                exchange.getRequestMethod(),
                                exchange.getRequestHeaders().getFirst("Content-Type"),
                                exchange.getRequestHeaders().getFirst("Authorization"),
                                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.getResponseHeaders().add("Set-Cookie", "JWT=a");
                exchange.getResponseHeaders().add("Set-Cookie", "JWT_REFRESH_TOKEN=b");
                byte[] body = received.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        platform.start();
        try {
            String base =
                    "http://127.0.0.1:%d/api".formatted(platform.getAddress().getPort());
            Duration timeout = Duration.ofSeconds(20);
            PairingMessage.Reply reply = new HttpConnector(TrustedCertificates.OF_RUNTIME, timeout)
                    .call(
                            PlatformEndpoint.parse(base),
                            PairingMessage.Request.post("1", base + "/oauth/access_token", "x=1"),
                            timeout);
            assertThat(reply.text()).isEqualTo("POST application/x-www-form-urlencoded null x=1");
            assertThat(reply.header("set-cookie")).containsExactlyInAnyOrder("JWT=a", "JWT_REFRESH_TOKEN=b");
        } finally {
            platform.stop(0);
        }
    }
}
