package io.wave.proxy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.oci.MediaTypes;
import io.wave.proxy.fixture.ProxyClient;
import io.wave.proxy.fixture.RawResponse;
import io.wave.proxy.fixture.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

@RegistryProxyTest
class ResponseCacheIT {

    private static final byte[] MANIFEST = "{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BLOB = "a blob that takes its time".getBytes(StandardCharsets.UTF_8);

    @Autowired
    ReactiveStringRedisTemplate redis;

    @LocalServerPort
    int port;

    private ScriptedRegistry registry;
    private String root;

    @BeforeEach
    void servedOnce() {
        registry = ScriptedRegistry.start()
                .on("/v2/", ScriptedAnswer.of(200))
                .on(
                        "/v2/app/manifests/" + Digest.of(MANIFEST),
                        ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, MANIFEST))
                .on(
                        "/v2/app/blobs/" + Digest.of(BLOB),
                        ScriptedAnswer.content("application/octet-stream", BLOB).after(Duration.ofMillis(300)));
        var request = new Tokens(redis).of(registry.host() + "/app:v1", Digest.of(MANIFEST));
        root = "/v2/wt/" + request.token() + "/app/";
        new ProxyClient(port).get(root + "manifests/v1");
    }

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @Test
    void responsesOfOneConnectionKeepOrderOfRequests() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            // When: a ready answer, one that takes its time, and ready ones behind it
            String calls = call("GET", "manifests/v1")
                    + call("GET", "blobs/" + Digest.of(BLOB))
                    + call("HEAD", "manifests/v1")
                    + call("GET", "manifests/v1")
                    + call("GET", "nothing");
            socket.getOutputStream().write(calls.getBytes(StandardCharsets.US_ASCII));
            // Then
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(List.of(body(reader, true), body(reader, true), body(reader, false), body(reader, true)))
                    .containsExactly(text(MANIFEST), text(BLOB), "", text(MANIFEST));
            assertThat(body(reader, true)).contains("NAME_UNKNOWN");
        }
    }

    @Test
    void connectionStaysUsableAfterManyCachedResponses() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (int i = 0; i < 50; i++) {
                socket.getOutputStream().write(call("GET", "manifests/v1").getBytes(StandardCharsets.US_ASCII));
                assertThat(body(reader, true)).isEqualTo(text(MANIFEST));
            }
            socket.getOutputStream()
                    .write(call("GET", "blobs/" + Digest.of(BLOB)).getBytes(StandardCharsets.US_ASCII));
            assertThat(body(reader, true)).isEqualTo(text(BLOB));
        }
    }

    @Test
    void http10ClientSeesEndOfResponse() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            String call = "GET " + root + "manifests/v1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
            socket.getOutputStream().write(call.getBytes(StandardCharsets.US_ASCII));
            // Then: it comes, since the answer does not promise to keep the connection
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.0 200")
                    .endsWith(text(MANIFEST));
        }
    }

    private String call(String method, String content) {
        return method + " " + root + content + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static String body(BufferedReader reader, boolean hasBody) throws IOException {
        return RawResponse.read(reader, hasBody).body();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
