package io.wave.proxy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.oci.MediaTypes;
import io.wave.proxy.fixture.ProxyClient;
import io.wave.proxy.fixture.Tokens;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

@RegistryProxyTest
@ExtendWith(OutputCaptureExtension.class)
class UpstreamFaultsIT {

    private static final byte[] CONTENT = new byte[500_000];
    private static final Digest DIGEST;
    private static final byte[] MANIFEST = "{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8);

    static {
        new Random(1).nextBytes(CONTENT);
        DIGEST = Digest.of(CONTENT);
    }

    @Autowired
    ReactiveStringRedisTemplate redis;

    @LocalServerPort
    int port;

    private ScriptedRegistry registry;
    private ProxyClient client;
    private String root;

    @BeforeEach
    void startRegistry() {
        registry = ScriptedRegistry.start().on("/v2/", ScriptedAnswer.of(200));
        client = new ProxyClient(port);
        var request = new Tokens(redis).of(registry.host() + "/app:v1", Digest.of(MANIFEST));
        root = "/v2/wt/" + request.token() + "/app";
    }

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectIsForwardedWithoutBody(int status) {
        // Given
        registry.on(
                "/v2/app/blobs/" + DIGEST,
                ScriptedAnswer.of(status)
                        .with("Location", "https://cdn.test/elsewhere?x=1")
                        .with("Set-Cookie", "secret")
                        .with("a body".getBytes(StandardCharsets.UTF_8)));
        // When
        HttpResponse<byte[]> response = client.get(root + "/blobs/" + DIGEST);
        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Location")).hasValue("https://cdn.test/elsewhere?x=1");
        assertThat(response.headers().firstValue("Content-Length")).hasValue("0");
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 405})
    void redirectTargetNeedNotSupportHead(int refusal) {
        // Given
        try (ScriptedRegistry store = ScriptedRegistry.start()) {
            store.on("/object", ScriptedAnswer.content("a/b", CONTENT).refusingHead(refusal));
            registry.on(
                    "/v2/app/blobs/" + DIGEST,
                    ScriptedAnswer.of(307)
                            .with("Location", "http://%s/object?X-Amz-Signature=a".formatted(store.host())));
            // When
            var head = client.send("HEAD", root + "/blobs/" + DIGEST);
            var unchanged = client.get(root + "/blobs/" + DIGEST, "If-None-Match", "\"%s\"".formatted(DIGEST));
            // Then
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValue("Content-Length")).hasValue(Integer.toString(CONTENT.length));
            assertThat(unchanged.statusCode()).isEqualTo(304);
            assertThat(store.count("HEAD", "/object")).isZero();
        }
    }

    @Test
    void emptyBlobIsNotModified() {
        // Given
        Digest empty = Digest.of(new byte[0]);
        registry.on("/v2/app/blobs/" + empty, ScriptedAnswer.error(416, "RANGE_INVALID"));
        // When
        var response = client.get(root + "/blobs/" + empty, "If-None-Match", "\"%s\"".formatted(empty));
        // Then
        assertThat(response.statusCode()).isEqualTo(304);
    }

    @Test
    void tagPagesLinkToThisService() {
        // Given
        var tags = "{\"name\":\"app\",\"tags\":[\"a\",\"b\"]}".getBytes(StandardCharsets.UTF_8);
        registry.on(
                "/v2/app/tags/list",
                ScriptedAnswer.content("application/json", tags)
                        .with("Link", "</v2/app/tags/list?n=2&last=b>; rel=\"next\""));
        // When
        var response = client.get(root + "/tags/list?n=2&last=Z");
        // Then
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"name\":\"" + root.substring("/v2/".length()) + "\",\"tags\":[\"a\",\"b\"]}");
        assertThat(response.headers().firstValue("Link")).hasValue("<" + root + "/tags/list?last=b&n=2>; rel=\"next\"");
        assertThat(registry.calls()).anySatisfy(call -> assertThat(call.query()).isEqualTo("n=2&last=Z"));
    }

    @Test
    void invalidBlobIsNeverComplete() {
        // Given
        registry.on(
                "/v2/app/blobs/" + DIGEST,
                ScriptedAnswer.content("application/octet-stream", CONTENT).corrupted());
        // Then
        assertThatIOException().isThrownBy(() -> client.sendChecked("GET", root + "/blobs/" + DIGEST));
    }

    @Test
    void abortedBlobIsLoggedInOneLineWithoutPath(CapturedOutput output) {
        // Given
        registry.on(
                "/v2/app/blobs/" + DIGEST,
                ScriptedAnswer.content("application/octet-stream", CONTENT).cutAfter(300_000));
        // When
        assertThatIOException().isThrownBy(() -> client.sendChecked("GET", root + "/blobs/" + DIGEST));
        // Then
        await().untilAsserted(() -> assertThat(output.getAll()).contains("Response aborted"));
        String token = root.split("/")[3];
        assertThat(output.getAll()).doesNotContain(token, "HttpWebHandlerAdapter");
    }

    @Test
    void rejectedCredentialsGiveChallenge() {
        // Given
        registry.on("/v2/app/blobs/" + DIGEST, ScriptedAnswer.error(401, "UNAUTHORIZED"));
        // When
        var response = client.get(root + "/blobs/" + DIGEST);
        // Then
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @Test
    void unsatisfiableRangeGivesLengthOfBlob() {
        // Given
        var outside = ScriptedAnswer.error(416, "RANGE_INVALID");
        registry.on("/v2/app/blobs/" + DIGEST, outside, ScriptedAnswer.content("application/octet-stream", CONTENT));
        // When
        var response = client.get(root + "/blobs/" + DIGEST, "Range", "bytes=600000-");
        // Then
        assertThat(response.statusCode()).isEqualTo(416);
        assertThat(response.headers().firstValue("Content-Range")).hasValue("bytes */500000");
    }

    @Test
    void redirectOfUnmodifiedBlobIsNotFollowed() {
        // Given
        try (ScriptedRegistry target = ScriptedRegistry.start()) {
            registry.on(
                    "/v2/app/blobs/" + DIGEST,
                    ScriptedAnswer.of(307).with("Location", "http://" + target.host() + "/signed-for-get"));
            // When
            var response = client.get(root + "/blobs/" + DIGEST, "If-None-Match", "\"" + DIGEST + "\"");
            // Then
            assertThat(response.statusCode()).isEqualTo(304);
            assertThat(target.calls()).isEmpty();
        }
    }

    @Test
    void concurrentEqualLookupsAreSentOnce() {
        // Given
        var tags = "{\"name\":\"app\",\"tags\":[\"a\"]}".getBytes(StandardCharsets.UTF_8);
        registry.on(
                "/v2/app/tags/list",
                ScriptedAnswer.content("application/json", tags).after(Duration.ofSeconds(3)));
        // When
        List<Integer> statuses = IntStream.range(0, 5)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> client.get(root + "/tags/list")))
                .toList()
                .stream()
                .map(call -> call.join().statusCode())
                .toList();
        // Then
        assertThat(statuses).hasSize(5).containsOnly(200);
        assertThat(registry.count("GET", "/v2/app/tags/list")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"n=2,a b,b", "n=2&last=a,b c,c", "n=9,a b c d,", "n=2&last=d,,"})
    void tagLimitAppliesIfRegistryIgnoresIt(String query, String tags, String next) {
        // Given
        var all = "{\"name\":\"app\",\"tags\":[\"a\",\"b\",\"c\",\"d\"]}".getBytes(StandardCharsets.UTF_8);
        registry.on("/v2/app/tags/list", ScriptedAnswer.content("application/json", all));
        // When
        var response = client.get(root + "/tags/list?" + query);
        // Then
        String listed = tags == null ? "" : "\"" + tags.replace(" ", "\",\"") + "\"";
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).endsWith("\"tags\":[" + listed + "]}");
        assertThat(response.headers().firstValue("Link"))
                .isEqualTo(Optional.ofNullable(next)
                        .map(last -> "<" + root + "/tags/list?last=" + last + "&n=2>; rel=\"next\""));
    }

    @Test
    void invalidBlobBeforeFirstByteIsRegistryError() {
        // Given
        registry.on("/v2/app/blobs/" + DIGEST, ScriptedAnswer.content("application/octet-stream", MANIFEST));
        // When
        var response = client.get(root + "/blobs/" + DIGEST);
        // Then
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("UNAVAILABLE", DIGEST.toString());
    }

    @ParameterizedTest
    @CsvSource({",bytes 0-9/500000", "bytes=0-9,"})
    void unrequestedRangeIsNotForwarded(String asked, String sent) {
        // Given
        var part = ScriptedAnswer.of(206).with("some parts".getBytes(StandardCharsets.UTF_8));
        registry.on("/v2/app/blobs/" + DIGEST, sent == null ? part : part.with("Content-Range", sent));
        // When
        var response = asked == null
                ? client.get(root + "/blobs/" + DIGEST)
                : client.get(root + "/blobs/" + DIGEST, "Range", asked);
        // Then
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("UNAVAILABLE");
    }

    @Test
    void truncatedBlobIsNeverComplete() {
        // Given
        registry.on(
                "/v2/app/blobs/" + DIGEST,
                ScriptedAnswer.content("application/octet-stream", CONTENT).cutAfter(300_000));
        // Then
        assertThatIOException().isThrownBy(() -> client.sendChecked("GET", root + "/blobs/" + DIGEST));
    }

    @ParameterizedTest
    @CsvSource({"429,429,TOOMANYREQUESTS", "500,502,UNAVAILABLE", "401,401,UNAUTHORIZED", "403,403,DENIED"})
    void registryErrorIsTranslated(int upstream, int status, String code) {
        // Given
        registry.on("/v2/app/blobs/" + DIGEST, ScriptedAnswer.error(upstream, "UPSTREAM_TEXT"));
        registry.on("/v2/app/manifests/" + Digest.of(MANIFEST), ScriptedAnswer.error(upstream, "UPSTREAM_TEXT"));
        // Then
        for (String path : new String[] {root + "/blobs/" + DIGEST, root + "/manifests/v1"}) {
            var response = client.get(path);
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(new String(response.body(), StandardCharsets.UTF_8))
                    .contains("\"code\":\"" + code + "\"")
                    .doesNotContain("UPSTREAM_TEXT", "scripted");
        }
    }

    @Test
    void invalidManifestIsRejectedAndNotCached() {
        // Given
        var right = ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, MANIFEST);
        registry.on("/v2/app/manifests/" + Digest.of(MANIFEST), right.corrupted(), right);
        // When
        var first = client.get(root + "/manifests/v1");
        var second = client.get(root + "/manifests/v1");
        // Then
        assertThat(first.statusCode()).isEqualTo(400);
        assertThat(first.headers().firstValue("Retry-After")).isEmpty();
        assertThat(new String(first.body(), StandardCharsets.UTF_8))
                .contains("MANIFEST_INVALID", "a manifest with a different digest");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(MANIFEST);
    }

    @Test
    void manifestIsReadOnceForConcurrentRequests() {
        // Given
        registry.on(
                "/v2/app/manifests/" + Digest.of(MANIFEST), ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, MANIFEST));
        // When
        for (int i = 0; i < 5; i++) {
            assertThat(client.get(root + "/manifests/v1").statusCode()).isEqualTo(200);
            assertThat(client.head(root + "/manifests/" + Digest.of(MANIFEST)).statusCode())
                    .isEqualTo(200);
        }
        // Then
        assertThat(registry.count("GET", "/v2/app/manifests/" + Digest.of(MANIFEST)))
                .isEqualTo(1);
    }
}
