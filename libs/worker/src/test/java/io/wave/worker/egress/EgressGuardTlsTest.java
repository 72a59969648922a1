package io.wave.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.wave.egress.EgressPolicy;
import io.wave.egress.EgressProperties;
import io.wave.local.fake.TestKeyStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small clients, as that of BusyBox, leave TLS to their proxy. */
class EgressGuardTlsTest {

    private static final EgressPolicy POLICY =
            new EgressPolicy(new EgressProperties(true, List.of("localhost")), Set.of());
    private static final OperatorProxy NO_PROXY = new OperatorProxy(Map.of(), new Properties());

    @TempDir
    private static Path folder;

    private static HttpsServer server;
    private static SslContext trusting;

    @BeforeAll
    static void startServer() throws Exception {
        TestKeyStore keys = TestKeyStore.create(folder);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(keys.serverContext()));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("hello".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.start();
        trusting = SslContextBuilder.forClient()
                .trustManager((X509Certificate) keys.load().getCertificate(TestKeyStore.ALIAS))
                .build();
    }

    @AfterAll
    static void stopServer() {
        server.stop(0);
    }

    @Test
    void httpsUrlsAreRequestedByTls() throws Exception {
        try (EgressGuard guard = new EgressGuard(POLICY, properties(), NO_PROXY, trusting)) {
            assertThat(ask(guard)).startsWith("HTTP/1.1 200").contains("hello");
        }
    }

    @Test
    void unresolvableServerIsIgnored() throws Exception {
        try (EgressGuard guard = new EgressGuard(POLICY, properties(), NO_PROXY)) {
            assertThat(ask(guard)).startsWith("HTTP/1.1 502 TLS connection to host 'localhost' failed");
        }
    }

    private static String ask(EgressGuard guard) throws Exception {
        URI proxy = URI.create(guard.open().environment().getOrDefault("https_proxy", ""));
        String login = Base64.getEncoder().encodeToString(proxy.getUserInfo().getBytes(StandardCharsets.US_ASCII));
        try (Socket client = new Socket(proxy.getHost(), proxy.getPort())) {
            client.setSoTimeout(30_000);
            client.getOutputStream()
                    .write("GET https://localhost:%d/x HTTP/1.1\r\nHost: x\r\nProxy-Authorization: Basic %s\r\n\r\n"
                            .formatted(server.getAddress().getPort(), login)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static GuardLimits properties() {
        return new GuardLimits(20, Duration.ofSeconds(10), Duration.ofMinutes(1));
    }
}
