package io.wave.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import io.wave.local.IntegrationTest;
import io.wave.proxy.stub.RequestApiStub;
import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.netty.http.server.WebsocketServerSpec;

/** Connections of Platforms to a stub of request-api that returns what it gets. */
@SpringBootTest(
        classes = GatewayIT.Gateway.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"spring.config.name=registry-proxy", "wave.security.key=" + IntegrationTest.TEST_KEY})
class PairingIT {

    private static final RequestApiStub API = new RequestApiStub();
    private static final String PATH = "/pairing/tower/token/abc";
    private static final int MAX_FRAME = 16 * 1024 * 1024;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> seen = new ConcurrentHashMap<>();

    @LocalServerPort
    private int port;

    @Autowired
    private PairingFilter pairings;

    @DynamicPropertySource
    static void requestApi(DynamicPropertyRegistry registry) {
        registry.add("wave.proxy.request-api-url", API::url);
    }

    @BeforeEach
    void echo() {
        API.reset();
        API.route(PATH, (request, response) -> {
            request.requestHeaders().forEach(header -> seen.put(header.getKey(), header.getValue()));
            seen.put("uri", request.uri());
            return response.sendWebsocket(
                    (in, out) -> out.sendObject(
                            in.aggregateFrames(MAX_FRAME).receiveFrames().map(frame -> frame.retain())),
                    WebsocketServerSpec.builder()
                            .maxFramePayloadLength(MAX_FRAME)
                            .build());
        });
    }

    @AfterAll
    static void close() {
        API.close();
    }

    /** The client of a Platform. */
    private static final class Platform implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<String> message = new CompletableFuture<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final CompletableFuture<Boolean> pong = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                message.complete(text.toString());
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer content) {
            pong.complete(true);
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.complete(1006);
        }
    }

    private WebSocket connect(Platform platform, String path) {
        URI uri = URI.create("ws://127.0.0.1:" + port + path);
        return get(client.newWebSocketBuilder()
                .header(InternalApi.CLIENT_ADDRESS_HEADER, "192.0.2.66")
                .header("Authorization", "Bearer secret")
                .buildAsync(uri, platform));
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Test
    void connectionIsPassedOnWithTheAddressOfTheClient() {
        Platform platform = new Platform();
        WebSocket socket = connect(platform, PATH + "?endpoint=https%3A%2F%2Fplatform.test");
        get(socket.sendText("hello", true));
        assertThat(get(platform.message)).isEqualTo("hello");
        assertThat(seen)
                .containsEntry("uri", PATH + "?endpoint=https%3A%2F%2Fplatform.test")
                .containsEntry(InternalApi.CLIENT_ADDRESS_HEADER, "127.0.0.1")
                .containsEntry(
                        InternalApi.KEY_HEADER,
                        RootKey.parse(IntegrationTest.TEST_KEY).internalSecret())
                .doesNotContainKey("Authorization");
        get(socket.sendPing(ByteBuffer.wrap(new byte[] {1})));
        assertThat(get(platform.pong)).isTrue();
        get(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
        assertThat(get(platform.closed)).isEqualTo(WebSocket.NORMAL_CLOSURE);
    }

    /** Many line feeds would be the header lines of a request. */
    @Test
    void largeMessageIsPassedOnAsItIs() {
        Platform platform = new Platform();
        WebSocket socket = connect(platform, PATH);
        String large = "\n\u0001\r\n".repeat(3_000_000);
        get(socket.sendText(large, true));
        assertThat(get(platform.message).equals(large)).isTrue();
        socket.abort();
    }

    @Test
    void connectionsAreClosedBeforeTheServerStops() {
        Platform platform = new Platform();
        connect(platform, PATH);
        pairings.stop();
        try {
            assertThat(get(platform.closed)).isEqualTo(1001);
        } finally {
            pairings.start();
        }
    }

    @Test
    void refusalsOfRequestApiAreResponses() throws Exception {
        API.route(PATH, (_, response) -> response.sendNotFound());
        assertThatException().isThrownBy(() -> connect(new Platform(), PATH));
        HttpResponse<String> plain = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + PATH))
                        .build(),
                BodyHandlers.ofString());
        assertThat(plain.statusCode()).isEqualTo(400);
        assertThat(plain.body()).contains("Platforms connect here by WebSocket");
    }

    @Test
    void onlyTheRouteOfPairingsIsUpgraded() {
        API.route(
                "/service-info",
                (_, response) -> response.sendWebsocket(
                        (in, out) -> out.sendString(in.receive().asString())));
        assertThatException().isThrownBy(() -> connect(new Platform(), "/service-info"));
    }
}
