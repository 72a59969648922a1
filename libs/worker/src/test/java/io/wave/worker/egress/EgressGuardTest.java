package io.wave.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.wave.egress.EgressPolicy;
import io.wave.egress.EgressProperties;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code localhost} is allowed here, {@code 127.0.0.1} is an address that is not. */
class EgressGuardTest {

    private static final EgressPolicy POLICY =
            new EgressPolicy(new EgressProperties(true, List.of("localhost")), Set.of());
    private static final OperatorProxy NO_PROXY = new OperatorProxy(Map.of(), new Properties());
    private static final int LARGE = 20 * 1024 * 1024;

    private final Queue<String> calls = new ConcurrentLinkedQueue<>();
    private final EgressGuard guard = new EgressGuard(POLICY, properties(20), NO_PROXY);
    private final EgressPass pass = guard.open();
    private HttpServer server;
    private int port;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        port = server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        guard.close();
    }

    private void answer(HttpExchange call) throws IOException {
        byte[] body = call.getRequestBody().readAllBytes();
        calls.add("%s %s host=%s proxy=%s body=%d"
                .formatted(
                        call.getRequestMethod(),
                        call.getRequestURI(),
                        call.getRequestHeaders().getFirst("Host"),
                        call.getRequestHeaders().getFirst("Proxy-Authorization"),
                        body.length));
        String path = call.getRequestURI().getPath();
        if (path.startsWith("/to/")) {
            call.getResponseHeaders()
                    .set("Location", path.substring("/to/".length()).replace("_", "/"));
            call.sendResponseHeaders(302, -1);
        } else {
            byte[] content = path.equals("/large") ? new byte[LARGE] : "hello".getBytes(StandardCharsets.US_ASCII);
            call.sendResponseHeaders(200, path.equals("/chunks") ? 0 : content.length);
            call.getResponseBody().write(content);
        }
        call.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x?y=z", "/chunks"})
    void plainRequestsAreForwarded(String path) throws IOException {
        String answer = ask(get("http://localhost:%d%s".formatted(port, path), pass));
        assertThat(answer).startsWith("HTTP/1.1 200").contains("connection: close", "hello");
        assertThat(calls).containsExactly("GET %s host=localhost:%d proxy=null body=0".formatted(path, port));
    }

    @Test
    void tunnelsCarryBytes() throws IOException {
        try (Socket client = connect()) {
            write(client, "CONNECT localhost:%d HTTP/1.1\r\n%s\r\n".formatted(port, login(pass)));
            assertThat(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200");
            write(client, "GET /inside HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(rest(client)).contains("\r\n\r\nHTTP/1.1 200 OK", "hello");
        }
        assertThat(calls).containsExactly("GET /inside host=x proxy=null body=0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://127.0.0.1:%d/ HTTP/1.1",
                "CONNECT 127.0.0.1:%d HTTP/1.1",
                "GET http://[::ffff:127.0.0.1]:%d/ HTTP/1.1",
                "CONNECT 0.0.0.0:%d HTTP/1.1",
            })
    void privateAddressesAreDeniedWithAMessage(String line) throws IOException {
        String answer = ask(line.formatted(port) + "\r\n" + login(pass) + "\r\n");
        assertThat(answer).startsWith("HTTP/1.1 403 host '").contains("has a private address");
        assertThat(pass.refusal()).hasValueSatisfying(words -> assertThat(words).contains("has a private address"));
        assertThat(calls).isEmpty();
    }

    @Test
    void redirectToAPrivateAddressIsDenied() throws IOException {
        String answer = ask(get("http://localhost:%d/to/http:__127.0.0.1:%d_secret".formatted(port, port), pass));
        assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("Location", "location");
        assertThat(pass.refusal()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http:__localhost:1_x", "_x", "x"})
    void otherRedirectsAreRelayed(String location) throws IOException {
        assertThat(ask(get("http://localhost:%d/to/%s".formatted(port, location), pass)))
                .startsWith("HTTP/1.1 302")
                .containsIgnoringCase("location: " + location.replace("_", "/"));
        assertThat(pass.refusal()).isEmpty();
    }

    @Test
    void requiresAPass() throws IOException {
        String url = "http://localhost:%d/".formatted(port);
        EgressPass over = guard.open();
        over.close();
        assertThat(ask("GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(url)))
                .startsWith("HTTP/1.1 407")
                .containsIgnoringCase("Proxy-Authenticate: Basic");
        assertThat(ask(get(url, over))).startsWith("HTTP/1.1 407");
        assertThat(ask("GET %s HTTP/1.1\r\nProxy-Authorization: Basic %%%%\r\n\r\n".formatted(url)))
                .startsWith("HTTP/1.1 407");
        assertThat(calls).isEmpty();
    }

    @Test
    void largeBodiesAreRelayedCompletely() throws IOException {
        assertThat(ask(get("http://localhost:%d/large".formatted(port), pass)).length())
                .isGreaterThan(LARGE);
        try (Socket client = connect()) {
            write(
                    client,
                    "PUT http://localhost:%d/up HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n%s\r\n"
                            .formatted(port, LARGE, login(pass)));
            client.getOutputStream().write(new byte[LARGE]);
            client.getOutputStream().flush();
            assertThat(rest(client)).startsWith("HTTP/1.1 200");
        }
        assertThat(calls).last().asString().startsWith("PUT /up").endsWith("body=" + LARGE);
    }

    @Test
    void limitsConnectionsOfABuildAndClosesThemAtItsEnd() throws IOException {
        try (EgressGuard small = new EgressGuard(POLICY, properties(1), NO_PROXY);
                EgressPass one = small.open();
                Socket held = connect(one)) {
            write(held, "CONNECT localhost:%d HTTP/1.1\r\n%s\r\n".formatted(port, login(one)));
            assertThat(held.getInputStream().readNBytes(12)).hasSize(12);
            try (Socket second = connect(one)) {
                write(second, get("http://localhost:%d/".formatted(port), one));
                assertThat(rest(second)).startsWith("HTTP/1.1 503");
            }
            one.close();
            assertThat(rest(held)).doesNotContain("HTTP");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "GET ftp://localhost/ HTTP/1.1",
                "CONNECT localhost HTTP/1.1",
                "CONNECT localhost:99999 HTTP/1.1",
                "GET http://user@localhost/ HTTP/1.1",
                "GET http:/// HTTP/1.1",
                "nonsense",
            })
    void nonsenseIsRefused(String line) throws IOException {
        assertThat(ask(line + "\r\n" + login(pass) + "\r\n")).startsWith("HTTP/1.1 400");
    }

    @Test
    void unknownHostsAreReported() throws IOException {
        assertThat(ask(get("http://does-not-exist.invalid/", pass)))
                .startsWith("HTTP/1.1 502")
                .contains("does-not-exist.invalid");
    }

    @Test
    void proxyOfOperatorIsUsed() throws IOException {
        Map<String, String> environment = pass.environment();
        OperatorProxy operator = new OperatorProxy(
                Map.of(
                        "http_proxy", environment.get("http_proxy"),
                        "HTTPS_PROXY", environment.get("HTTPS_PROXY"),
                        "no_proxy", "direct.test"),
                new Properties());
        try (EgressGuard behind = new EgressGuard(POLICY, properties(20), operator);
                EgressPass mine = behind.open()) {
            try (Socket client = connect(mine)) {
                write(client, get("http://localhost:%d/through".formatted(port), mine));
                assertThat(rest(client)).startsWith("HTTP/1.1 200").contains("hello");
            }
            pass.close();
            try (Socket client = connect(mine)) {
                write(client, get("http://localhost:%d/again".formatted(port), mine));
                assertThat(rest(client)).startsWith("HTTP/1.1 502");
            }
        }
        assertThat(calls).hasSize(1).first().asString().startsWith("GET /through");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:%d", "http://no proxy"})
    void invalidOperatorProxyIsReportedImmediately(String url) throws IOException {
        int nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = closed.getLocalPort();
        }
        OperatorProxy operator = new OperatorProxy(Map.of("http_proxy", url.formatted(nobody)), new Properties());
        try (EgressGuard behind = new EgressGuard(POLICY, properties(20), operator);
                EgressPass mine = behind.open();
                Socket client = connect(mine)) {
            write(client, get("http://localhost:%d/".formatted(port), mine));
            assertThat(rest(client)).startsWith("HTTP/1.1 502");
        }
        assertThat(calls).isEmpty();
    }

    @Test
    @Timeout(60)
    void limitsUnauthenticatedConnections() throws IOException {
        GuardLimits patient = new GuardLimits(20, Duration.ofMinutes(10), Duration.ofMinutes(10));
        List<SocketChannel> strangers = new ArrayList<>();
        try (EgressGuard crowded = new EgressGuard(POLICY, patient, NO_PROXY);
                EgressPass mine = crowded.open();
                Selector ended = Selector.open();
                Socket admitted = connect(mine)) {
            write(admitted, "CONNECT localhost:%d HTTP/1.1\r\n%s\r\n".formatted(port, login(mine)));
            assertThat(head(admitted)).startsWith("HTTP/1.1 200");
            for (int i = 0; i < EgressGuard.MAX_STRANGERS + 100; i++) {
                SocketChannel stranger = SocketChannel.open(admitted.getRemoteSocketAddress());
                strangers.add(stranger);
                stranger.configureBlocking(false).register(ended, SelectionKey.OP_READ);
            }
            assertThat(ended.select()).isPositive();
            write(admitted, "GET /inside HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(rest(admitted)).contains("hello");
        } finally {
            for (SocketChannel stranger : strangers) {
                stranger.close();
            }
        }
    }

    @Test
    void authenticatedConnectionsDoNotCountAsUnauthenticated() throws IOException {
        try (Socket admitted = connect()) {
            write(admitted, "CONNECT localhost:%d HTTP/1.1\r\n%s\r\n".formatted(port, login(pass)));
            assertThat(head(admitted)).startsWith("HTTP/1.1 200");
            assertThat(guard.unauthenticated()).isZero();
        }
    }

    /** The first line of an answer and what follows it up to the empty one. */
    private static String head(Socket client) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = client.getInputStream().read();
            assertThat(next).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }

    private static GuardLimits properties(int maxConnections) {
        return new GuardLimits(maxConnections, Duration.ofSeconds(10), Duration.ofMinutes(1));
    }

    private static String get(String url, EgressPass pass) {
        return "GET %s HTTP/1.1\r\nHost: other\r\n%s\r\n".formatted(url, login(pass));
    }

    private static String login(EgressPass pass) {
        String user =
                URI.create(pass.environment().getOrDefault("HTTP_PROXY", "")).getUserInfo();
        return "Proxy-Authorization: Basic %s\r\n"
                .formatted(Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.US_ASCII)));
    }

    private String ask(String request) throws IOException {
        try (Socket client = connect()) {
            write(client, request);
            return rest(client);
        }
    }

    private Socket connect() throws IOException {
        return connect(pass);
    }

    private static Socket connect(EgressPass pass) throws IOException {
        URI proxy = URI.create(pass.environment().getOrDefault("http_proxy", ""));
        Socket socket = new Socket(proxy.getHost(), proxy.getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static void write(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    private static String rest(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        byte[] bytes = new byte[LARGE + 64 * 1024];
        return new String(Arrays.copyOf(bytes, in.readNBytes(bytes, 0, bytes.length)), StandardCharsets.ISO_8859_1);
    }
}
