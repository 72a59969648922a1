package io.wave.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyLoginTest {

    private static final Map<String, String> LOGIN =
            Map.of("https.proxyUser", "user", "https.proxyPassword", "a:b", "http.proxyUser", "plain");

    private final List<String> received = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init") // set before each test
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                received.add(String.valueOf(exchange.getRequestHeaders().getFirst("Proxy-Authorization")));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        System.clearProperty("http.proxyUser");
        System.clearProperty("http.proxyPassword");
        server.stop(0);
    }

    @Test
    void loginIsThatOfTheScheme() {
        assertThat(ProxyLogin.header(URI.create("https://x.test"), LOGIN::get)).hasValue("Basic dXNlcjphOmI=");
        assertThat(ProxyLogin.header(URI.create("http://x.test"), LOGIN::get)).hasValue("Basic cGxhaW46");
        assertThat(ProxyLogin.header(URI.create("http://x.test"), Map.<String, String>of()::get))
                .isEqualTo(Optional.empty());
    }

    @Test
    void loginIsSentToTheProxyOnly() throws Exception {
        System.setProperty("http.proxyUser", "user");
        System.setProperty("http.proxyPassword", "secret");
        send(HttpClient.newBuilder().proxy(ProxySelector.of(server.getAddress())), "http://x.test/");
        send(
                HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY),
                "http://127.0.0.1:" + server.getAddress().getPort());
        assertThat(received).containsExactly("Basic dXNlcjpzZWNyZXQ=", "null");
    }

    private static void send(HttpClient.Builder builder, String url) throws Exception {
        try (HttpClient client = builder.build()) {
            int status = client.send(ProxyLogin.request(URI.create(url)).build(), BodyHandlers.discarding())
                    .statusCode();
            assertThat(status).isEqualTo(200);
        }
    }
}
