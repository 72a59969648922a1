package io.wave.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.wave.limit.RateLimitConfiguration;
import io.wave.local.IntegrationTest;
import io.wave.proxy.stub.RequestApiStub;
import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;

@SpringBootTest(
        classes = GatewayIT.Gateway.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.name=registry-proxy",
            "wave.security.key=" + IntegrationTest.TEST_KEY,
            "wave.proxy.trusted-proxies=127.0.0.0/8",
            "wave.proxy.api-v1=true",
            "wave.deny-paths=/v1alpha1/inspect,/v2/wt/denied/x/manifests/1"
        })
class GatewayIT {

    private static final RequestApiStub API = new RequestApiStub();
    private static final int MEBIBYTE = 1 << 20;

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private EventStreamFilter openStreams;

    @DynamicPropertySource
    static void requestApi(DynamicPropertyRegistry registry) {
        registry.add("wave.proxy.request-api-url", API::url);
    }

    @BeforeEach
    void reset() {
        API.reset();
    }

    @AfterAll
    static void close() {
        API.close();
    }

    @Test
    void publicPathIsForwardedWithClientAddressSetByThisService() throws Exception {
        Map<String, String> seen = new ConcurrentHashMap<>();
        API.route("/v1alpha2/container", (request, response) -> {
            request.requestHeaders().forEach(header -> seen.put(header.getKey(), header.getValue()));
            return response.send(request.receive().retain());
        });
        HttpResponse<String> answer = send(
                "/v1alpha2/container",
                request -> request.POST(BodyPublishers.ofString("{}"))
                        .header("X-Forwarded-For", "203.0.113.9, 198.51.100.7, 127.0.0.2")
                        .header("Authorization", "Bearer anything")
                        .header(InternalApi.CLIENT_ADDRESS_HEADER, "192.0.2.66")
                        .header(InternalApi.KEY_HEADER, "guess"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(seen)
                .containsEntry(InternalApi.CLIENT_ADDRESS_HEADER, "198.51.100.7")
                .containsEntry(
                        InternalApi.KEY_HEADER,
                        RootKey.parse(IntegrationTest.TEST_KEY).internalSecret())
                .containsEntry("Authorization", "Bearer anything")
                .doesNotContainKeys("X-Forwarded-For", "Forwarded", "X-Forwarded-Host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: X-Wave-Client-Address",
                "Connection: close, x-wave-client-address , X-Wave-Internal-Key",
                "Connection: keep-alive\r\nConnection: X-WAVE-INTERNAL-KEY,X-Wave-Client-Address",
                "X-Wave-Client-Address: 192.0.2.66\r\nx-wave-client-address: 192.0.2.67",
                "Connection: Host, Content-Length, X-Forwarded-For"
            })
    void clientCannotRemoveHeadersSetByThisService(String headers) throws Exception {
        Map<String, String> seen = new ConcurrentHashMap<>();
        API.route("/v1alpha2/container", (request, response) -> {
            request.requestHeaders()
                    .forEach(header ->
                            seen.merge(header.getKey(), header.getValue(), (one, other) -> one + " " + other));
            return response.send(request.receive().retain());
        });
        String answer = raw("""
            POST /v1alpha2/container HTTP/1.1
            Host: wave.test
            Content-Length: 2
            X-Forwarded-For: 198.51.100.7
            %s
            Connection: close

            {}\
            """.formatted(headers).replaceAll("\r?\n", "\r\n"));
        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("{}");
        assertThat(seen)
                .containsEntry(InternalApi.CLIENT_ADDRESS_HEADER, "198.51.100.7")
                .containsEntry(
                        InternalApi.KEY_HEADER,
                        RootKey.parse(IntegrationTest.TEST_KEY).internalSecret());
    }

    @Test
    void hopByHopHeadersAreNotForwarded() throws Exception {
        Map<String, String> seen = new ConcurrentHashMap<>();
        API.route("/service-info", (request, response) -> {
            request.requestHeaders().forEach(header -> seen.put(header.getKey(), header.getValue()));
            return response.sendString(Mono.just("{}"));
        });
        String answer = raw("""
            GET /service-info HTTP/1.1
            Host: wave.test
            Connection: close, X-Own
            X-Own: 1
            X-Kept: 1
            X-Forwarded-Ssl: on
            X-Original-URL: /internal

            """.replace("\n", "\r\n"));
        assertThat(answer).startsWith("HTTP/1.1 200 ");
        assertThat(seen).containsEntry("X-Kept", "1").doesNotContainKeys("X-Own", "X-Forwarded-Ssl", "X-Original-URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "/view/a", "/v1alpha1/builds/a", "/./a", "/css/a+"})
    void pathOfThousandsOfSegmentsGetsResponse(String segment) throws Exception {
        String path = segment.repeat(7_800 / segment.length());
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: wave.test\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
        assertThat(raw("GET /v2" + path + " HTTP/1.1\r\nHost: wave.test\r\nConnection: close\r\n\r\n"))
                .matches("(?s)HTTP/1\\.1 4.*");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,   /w1/containers,                     /v1alpha2/container",
        "GET,    /w1/containers/0123456789ab,        /v1alpha2/container/0123456789ab",
        "DELETE, /w1/containers/0123456789ab,        /container-token/0123456789ab",
        "GET,    /w1/containers/0123456789ab/status, /v1alpha2/container/0123456789ab/status",
        "GET,    /w1/builds/bd-1_1/condalock?x=1,    /v1alpha1/builds/bd-1_1/condalock",
        "DELETE, /w1/builds/bd-1_1,                  /v1alpha1/builds/bd-1_1",
        "GET,    /w1/mirrors/mr-1_1/logs,            /v1alpha1/mirrors/mr-1_1/logs",
        "POST,   /w1/scans,                          /v1alpha1/scans",
        "GET,    /w1/scans/sc-1_1/spdx,              /v1alpha1/scans/sc-1_1/spdx",
        "POST,   /w1/inspections,                    /v1alpha1/inspect",
        "POST,   /w1/credentials/validate,           /v1alpha2/validate-creds",
        "GET,    /w1/service-info,                   /service-info"
    })
    void pathOfVersionOneIsThatOfTheAlphaVersions(String method, String path, String alpha) throws Exception {
        API.route(alpha, (_, response) -> response.status(200).send());
        HttpResponse<String> answer = send(path, request -> request.method(method, BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(method.equals("DELETE") ? 204 : 200);
        assertThat(API.calls()).containsExactly(method + " " + alpha);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/w1/nothing",
                "/w1/containers/%2e%2e",
                "/w1/containers/../../internal/requests/0123456789ab",
                "/internal/requests/0123456789ab",
                "/actuator",
                "/actuator/health",
                "/%61ctuator/env",
                "/css/%2e%2e/internal/requests/0123456789ab",
                "/css/../internal/requests/0123456789ab",
                "/css/..;/internal/requests/0123456789ab",
                "/css%2f..%2finternal",
                "/view//../internal",
                "/v1alpha1/builds/..%2f..%2finternal",
                "/v1alpha1/nothing",
                "/nothing"
            })
    void otherPathIsNotFound(String path) throws Exception {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: wave.test\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ")
                .containsIgnoringCase("Content-Type: application/json")
                .endsWith("{\"message\":\"path: does not exist; the API is described at /openapi/index.html\"}");
        assertThat(API.calls()).isEmpty();
    }

    @Test
    void metricsCanBeScrapedWithInternalSecret() throws Exception {
        String secret = RootKey.parse(IntegrationTest.TEST_KEY).internalSecret();
        HttpResponse<String> answer =
                send("/actuator/prometheus", request -> request.header(InternalApi.KEY_HEADER, secret));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("jvm_threads_live_threads ");
    }

    @Test
    void internalSecretMayBeTheBearerTokenOfMonitoring() throws Exception {
        String bearer = "Bearer " + RootKey.parse(IntegrationTest.TEST_KEY).internalSecret();
        assertThat(send("/actuator/prometheus", request -> request.header("Authorization", bearer))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("/actuator/prometheus", request -> request.header("Authorization", "Bearer guess"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(send("/internal/requests/0123456789ab", request -> request.header("Authorization", bearer))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void redirectIsForwarded() throws Exception {
        API.route(
                "/",
                (_, response) -> response.status(301)
                        .header("Location", "https://wave.test/landing")
                        .send());
        HttpResponse<String> answer = get("/");
        assertThat(answer.statusCode()).isEqualTo(301);
        assertThat(answer.headers().firstValue("Location")).hasValue("https://wave.test/landing");
    }

    @Test
    void securityHeadersAreSetOnce() throws Exception {
        API.route(
                "/service-info",
                (_, response) ->
                        response.header("X-Frame-Options", "SAMEORIGIN").sendString(Mono.just("{}")));
        for (String path : new String[] {"/service-info", "/health", "/nothing"}) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.headers().allValues("X-Frame-Options")).as(path).containsExactly("DENY");
            assertThat(answer.headers().map())
                    .containsKeys(
                            "strict-transport-security",
                            "x-content-type-options",
                            "referrer-policy",
                            "permissions-policy",
                            "content-security-policy");
        }
    }

    @Test
    void healthIsNotForwarded() throws Exception {
        HttpResponse<String> answer = get("/health");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    void bodyWithTooLargeContentLengthIsRejectedUnread() throws Exception {
        HttpResponse<String> answer = send(
                "/v1alpha2/container",
                request -> request.POST(BodyPublishers.ofByteArray(new byte[10 * MEBIBYTE + 1])));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body())
                .isEqualTo("{\"message\":\"request body: is larger than 10 MiB, the limit: send less\"}");
        assertThat(API.calls()).isEmpty();
    }

    @Test
    void chunkedBodyIsLimitedWhileItIsStreamed() throws Exception {
        API.route(
                "/v1alpha2/container",
                (request, response) -> request.receive()
                        .then(response.sendString(Mono.just("all read")).then()));
        HttpResponse<String> answer = send(
                "/v1alpha2/container",
                request -> request.POST(BodyPublishers.ofInputStream(() -> zeros(11 * MEBIBYTE))));
        assertThat(answer.statusCode()).isEqualTo(413);
        HttpResponse<String> next = send(
                "/v1alpha2/container",
                request -> request.POST(BodyPublishers.ofInputStream(() -> zeros(10 * MEBIBYTE))));
        assertThat(next.body()).isEqualTo("all read");
    }

    @Test
    void responseIsStreamed() throws Exception {
        Sinks.Many<String> log = Sinks.many().unicast().onBackpressureBuffer();
        API.route(
                "/v1alpha1/builds/bd-0123456789abcdef_1/logs",
                (_, response) -> response.send(
                        log.asFlux().map(line -> Unpooled.copiedBuffer(line + "\n", StandardCharsets.UTF_8)),
                        _ -> true));
        log.tryEmitNext("first");
        HttpResponse<InputStream> answer = client.send(
                request("/v1alpha1/builds/bd-0123456789abcdef_1/logs").build(), BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("first");
            log.tryEmitNext("second");
            log.tryEmitComplete();
            assertThat(lines.readLine()).isEqualTo("second");
        }
    }

    @Test
    void eventStreamIsForwardedAndEndsBeforeServerStops() throws Exception {
        Sinks.Many<String> events = Sinks.many().unicast().onBackpressureBuffer();
        API.route(
                "/view/live",
                (_, response) -> response.sse()
                        .send(
                                events.asFlux().map(line -> Unpooled.copiedBuffer(line + "\n", StandardCharsets.UTF_8)),
                                _ -> true));
        events.tryEmitNext("data: first");
        HttpResponse<InputStream> answer = client.send(request("/view/live").build(), BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("data: first");
            events.tryEmitNext("data: second");
            assertThat(lines.readLine()).isEqualTo("data: second");
            openStreams.stop();
            assertThat(lines.readLine()).isNull();
        } finally {
            openStreams.start();
        }
    }

    @Test
    void unavailableRequestApiGives503WithRetryAfter() throws Exception {
        API.stop();
        try {
            HttpResponse<String> answer = get("/service-info");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(answer.body()).startsWith("{\"message\":");
        } finally {
            API.restart();
        }
    }

    /** A replica that stops closes its idle connections, possibly while a request is sent on one of them. */
    @Test
    void getIsRepeatedIfRequestApiClosesTheConnection() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        API.route(
                "/service-info",
                (_, response) -> calls.incrementAndGet() == 1
                        ? closeConnection(response)
                        : response.sendString(Mono.just("here")));
        assertThat(send("/service-info", request -> request))
                .returns(200, HttpResponse::statusCode)
                .returns("here", HttpResponse::body);
    }

    /** As Tomcat does from the beginning of its stop. */
    @Test
    void getIsRepeatedIfTheReplicaOfRequestApiStops() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        API.route(
                "/service-info",
                (_, response) -> calls.incrementAndGet() == 1
                        ? response.status(503).header("Connection", "close").send()
                        : response.sendString(Mono.just("here")));
        assertThat(send("/service-info", request -> request))
                .returns(200, HttpResponse::statusCode)
                .returns("here", HttpResponse::body);
    }

    @Test
    void refusalOfRequestApiIsNotRepeated() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        API.route("/service-info", (_, response) -> {
            calls.incrementAndGet();
            return response.status(503)
                    .header("Content-Type", "application/json")
                    .sendString(Mono.just("{\"message\": \"full\"}"));
        });
        assertThat(send("/service-info", request -> request))
                .returns(503, HttpResponse::statusCode)
                .returns("{\"message\": \"full\"}", HttpResponse::body);
        assertThat(calls).hasValue(1);
    }

    @Test
    void postIsNotRepeatedIfRequestApiClosesTheConnection() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        API.route("/v1alpha2/container", (_, response) -> {
            calls.incrementAndGet();
            return closeConnection(response);
        });
        HttpResponse<String> answer =
                send("/v1alpha2/container", request -> request.POST(BodyPublishers.ofString("{}")));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(calls).hasValue(1);
    }

    @Test
    void responseThatEndsEarlyIsNotRepeated() {
        AtomicInteger calls = new AtomicInteger();
        API.route("/service-info", (_, response) -> {
            calls.incrementAndGet();
            return response.header("Content-Length", "10")
                    .send(
                            Flux.concat(
                                    Mono.just(Unpooled.copiedBuffer("begun", StandardCharsets.US_ASCII)),
                                    closeConnection(response)),
                            _ -> true);
        });
        assertThatThrownBy(() -> send("/service-info", request -> request)).isInstanceOf(IOException.class);
        assertThat(calls).hasValue(1);
    }

    private static <T> Mono<T> closeConnection(HttpServerResponse response) {
        return Mono.fromRunnable(() -> response.withConnection(Connection::dispose))
                .then(Mono.never());
    }

    @Test
    void crawlersAndDeniedPathsAreRejected() throws Exception {
        API.route("/robots.txt", (_, response) -> response.sendString(Mono.just("Disallow: /")));
        UnaryOperator<HttpRequest.Builder> crawler = request -> request.header("User-Agent", "Mozilla (GoogleBot/2.1)");
        assertThat(send("/service-info", crawler).statusCode()).isEqualTo(405);
        assertThat(send("/robots.txt", crawler).statusCode()).isEqualTo(200);
        assertThat(send("/v2/", crawler).statusCode()).isEqualTo(405);
        assertThat(get("/v1alpha1/inspect").statusCode()).isEqualTo(405);
        assertThat(get("/v2/wt/denied/x/manifests/1").statusCode()).isEqualTo(405);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(path, UnaryOperator.identity());
    }

    private HttpResponse<String> send(String path, UnaryOperator<HttpRequest.Builder> with) throws Exception {
        return client.send(with.apply(request(path)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofMinutes(1));
    }

    /** Sends the text unchanged, which no HTTP client would send. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream zeros(int count) {
        return new ByteArrayInputStream(new byte[count]);
    }

    @EnableAutoConfiguration
    @ComponentScan({
        "io.wave.proxy.gateway",
        "io.wave.proxy.address",
        "io.wave.proxy.requestapi",
        "io.wave.proxy.connection",
        "io.wave.proxy.http"
    })
    @Import(RateLimitConfiguration.class)
    static class Gateway {}
}
