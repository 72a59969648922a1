package io.wave.api.web.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyLimitIT extends RequestApiIT {

    private static final int LIMIT = 10 * 1024 * 1024;

    /** The proxy lets 128 pass, and adds some. */
    @Test
    void headerLinesThatTheProxyPassesAreAccepted() {
        HttpRequest.Builder request = client().request("/service-info").GET();
        for (int i = 0; i < 140; i++) {
            request.header("X-Line-" + i, "a");
        }
        assertThat(client().send(request).status()).isEqualTo(200);
    }

    @Test
    void oversizedBodyIsRejected() {
        assertTooLarge(post(BodyPublishers.ofByteArray(body(LIMIT + 1))));
    }

    @Test
    void chunkedBodyIsLimited() {
        assertTooLarge(post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body(LIMIT + 1)))));
    }

    @Test
    void bodyAtLimitIsAccepted() {
        assertThat(post(BodyPublishers.ofByteArray(body(LIMIT))).text("message"))
                .startsWith("containerImage");
        assertThat(post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body(LIMIT))))
                        .text("message"))
                .startsWith("containerImage");
    }

    @Test
    void invalidMediaTypesMethodsAndPathsGetJsonErrors() {
        Answer text = client().send(client().request("/v1alpha2/container")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}")));
        assertRefused(text, 415);
        assertThat(text.text("message")).isEqualTo("Content-Type: must be application/json");
        Answer method = client().get("/v1alpha2/container");
        assertRefused(method, 405);
        assertThat(method.text("message")).isEqualTo("method: must be POST");
        assertRefused(
                client().send(client().request("/v1alpha2/container").method("TRACE", BodyPublishers.noBody())), 405);
        Answer nowhere = client().get("/nowhere/" + "x".repeat(1000));
        assertRefused(nowhere, 404);
        assertThat(nowhere.text("message"))
                .isEqualTo("path: does not exist; the API is described at /openapi/index.html");
        assertRefused(client().get("/view/inspect?image=%ff"), 400);
        assertRefused(client().get("/v1alpha2/container/000000000000"), 404);
        assertRefused(client().get("/v1alpha2/container/%2e%2e/status"), 404);
        assertRefused(client().get("/v1alpha2/container/000000000000/status"), 404);
        assertRefused(client().get("/container-token/nonsense"), 404);
        assertRefused(client().get("/v1alpha2/container/a%2Fb"), 400);
        assertRefused(client().get("/v1alpha2/container/%00"), 400);
        assertRefused(client().get("/v1alpha2/container/a;b=c/status"), 404);
    }

    @Test
    void compressedBodiesAreRejected() {
        for (String encoding : new String[] {"gzip", "zstd", "deflate, gzip"}) {
            assertRefused(client().send(encoded(encoding)), 415);
        }
        assertRefused(client().send(encoded("identity")), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"entrypoint", "cmd", "env", "layers"})
    void longListsAreRejectedByName(String member) {
        String elements = String.join(",", Collections.nCopies(1_000_000, member.equals("layers") ? "{}" : "\"\""));
        Answer answer =
                post(BodyPublishers.ofString("{\"containerConfig\":{\"%s\":[%s]}}".formatted(member, elements)));
        assertRefused(answer, 400);
        assertThat(answer.text("message")).startsWith("containerConfig." + member);
    }

    @Test
    void announcedBodiesReserveNoMemory() throws IOException {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                idle.add(announcing(LIMIT));
            }
            assertThat(post(BodyPublishers.ofByteArray(body(LIMIT))).text("message"))
                    .startsWith("containerImage");
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    private Socket announcing(int length) throws IOException {
        URI server = client().request("/").build().uri();
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.getOutputStream()
                .write(("POST /v1alpha2/container HTTP/1.1\r\nHost: wave.test\r\nContent-Type: application/json\r\n"
                                + "Content-Length: %d\r\n\r\n{")
                        .formatted(length)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private HttpRequest.Builder encoded(String encoding) {
        return client().request("/v1alpha2/container")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", encoding)
                .POST(BodyPublishers.ofString("{}"));
    }

    @Test
    void missingBodyIsRejected() {
        assertRefused(post(BodyPublishers.noBody()), 400);
        assertRefused(post(BodyPublishers.ofString("null")), 400);
    }

    @Test
    void serviceInfoIsAvailable() {
        assertThat(client().get("/service-info").body()).contains("\"serviceInfo\":{\"version\":\"1.");
        Answer health = client().get("/health");
        assertThat(health.body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(health.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(health.header("Strict-Transport-Security")).contains("max-age=31536000");
    }

    private Answer post(BodyPublisher body) {
        return client().send(client().request("/v1alpha2/container")
                .header("Content-Type", "application/json")
                .POST(body));
    }

    private static void assertTooLarge(Answer answer) {
        assertRefused(answer, 413);
        assertThat(answer.text("message"))
                .startsWith("request body: is larger than %d bytes, the limit: ".formatted(LIMIT));
    }

    private static void assertRefused(Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.text("message")).isNotEmpty();
    }

    /** JSON of exactly this length, which violates a rule that is checked after the size. */
    private static byte[] body(int length) {
        byte[] body = new byte[length];
        Arrays.fill(body, (byte) 'x');
        byte[] head = "{\"unknown\":\"".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(head, 0, body, 0, head.length);
        body[length - 2] = '"';
        body[length - 1] = '}';
        return body;
    }
}
