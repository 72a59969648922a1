package io.wave.proxy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.image.Platform;
import io.wave.proxy.fixture.ProxyClient;
import io.wave.proxy.fixture.Tokens;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.token.RequestRecord;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@RegistryProxyTest
class RegistryResponsesIT extends LocalRegistryTest {

    private static final String REPOSITORY = "org/app";
    private static final byte[] LAYER = "the bytes of a layer".getBytes(StandardCharsets.UTF_8);

    @Autowired
    ObjectStore store;

    private ProxyClient client;
    private RequestRecord extended;

    @BeforeEach
    void requestAnExtendedImage() {
        client = new ProxyClient(port);
        Digest digest = Digest.of(LAYER);
        store.put(ObjectName.blob(digest), LAYER);
        var stored = new Layer(Layer.storedAt(digest), digest.toString(), (long) LAYER.length, digest.toString(), null);
        var linked = new Layer("https://host.test/layer.tar.gz", digestOf("x"), 3L, digestOf("y"), null);
        var config = new ContainerConfig(null, null, List.of("A=1"), null, List.of(stored, linked));
        Digest source = images.image(REPOSITORY, "v1", false, "amd64");
        extended = new Tokens(redis).of(registry.host() + "/" + REPOSITORY + ":v1", source, config, null);
    }

    @Test
    void versionCheckNamesTheApi() {
        var response = client.get("/v2/");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Docker-Distribution-Api-Version"))
                .hasValue("registry/2.0");
    }

    @Test
    void headAndGetHaveEqualHeaders() {
        // Given
        Digest root = digest(client.get(path("manifests/v1")));
        String config =
                text(client.get(path("manifests/v1"))).split("\"digest\":\"")[1].substring(0, 71);
        // Then
        for (String content :
                List.of("manifests/v1", "manifests/" + root, "blobs/" + config, "blobs/" + Digest.of(LAYER))) {
            HttpResponse<byte[]> get = client.get(path(content));
            HttpResponse<byte[]> head = client.head(path(content));
            assertThat(get.statusCode()).as(content).isEqualTo(200);
            assertThat(headers(head)).as(content).isEqualTo(headers(get));
            assertThat(head.body()).isEmpty();
            assertThat(digest(get)).isEqualTo(Digest.of(get.body()));
            assertThat(get.headers().firstValue("ETag")).hasValue("\"" + digest(get) + "\"");
            assertThat(get.headers().firstValueAsLong("Content-Length")).hasValue(get.body().length);
        }
    }

    @Test
    void documentIsFoundOnlyAtItsOwnRoute() {
        // Given
        var manifest = client.get(path("manifests/v1"));
        String config = text(manifest).split("\"digest\":\"")[1].substring(0, 71);
        // When
        var configAsManifest = client.get(path("manifests/" + config));
        var manifestAsBlob = client.get(path("blobs/" + digest(manifest)));
        // Then
        assertThat(configAsManifest.statusCode()).isEqualTo(404);
        assertThat(text(configAsManifest)).contains("MANIFEST_UNKNOWN");
        assertThat(manifestAsBlob.statusCode()).isEqualTo(404);
        assertThat(text(manifestAsBlob)).contains("BLOB_UNKNOWN");
    }

    @Test
    void sourceBlobIsStreamedWithLengthAndDigest() {
        // Given
        Digest layer = images.uploads().blob(REPOSITORY, new byte[3_000_000]);
        // When
        var get = client.get(path("blobs/" + layer));
        var head = client.head(path("blobs/" + layer));
        // Then
        assertThat(get.body()).hasSize(3_000_000);
        assertThat(headers(head)).isEqualTo(headers(get));
        assertThat(digest(get)).isEqualTo(layer);
    }

    @Test
    void unmodifiedManifestIsNotSentAgain() {
        // Given
        String etag =
                client.get(path("manifests/v1")).headers().firstValue("ETag").orElseThrow();
        // When
        var response = client.get(path("manifests/v1"), "If-None-Match", etag);
        // Then
        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void unmodifiedBlobIsNotSentAgain() {
        for (Digest blob : List.of(Digest.of(LAYER), images.uploads().blob(REPOSITORY, new byte[1000]))) {
            for (String method : List.of("GET", "HEAD")) {
                var response = client.send(method, path("blobs/" + blob), "If-None-Match", "\"" + blob + "\"");
                assertThat(response.statusCode()).isEqualTo(304);
                assertThat(response.body()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-2,5-6", "bytes=5-2", "bytes=abc", "lines=0-2"})
    void invalidOrMultipleRangesGiveCompleteContent(String range) {
        for (Digest blob : List.of(Digest.of(LAYER), images.uploads().blob(REPOSITORY, LAYER))) {
            var response = client.get(path("blobs/" + blob), "Range", range);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(LAYER);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-2 | the | bytes 0-2/20",
                "bytes=15- | layer | bytes 15-19/20",
                "bytes=-5 | layer | bytes 15-19/20",
                "bytes=15-99 | layer | bytes 15-19/20",
            })
    void rangeOfInjectedLayerIsSent(String range, String part, String contentRange) {
        for (String blob : List.of(
                Digest.of(LAYER).toString(),
                images.uploads().blob(REPOSITORY, LAYER).toString())) {
            var response = client.get(path("blobs/" + blob), "Range", range);
            assertThat(response.statusCode()).isEqualTo(206);
            assertThat(text(response)).isEqualTo(part);
            assertThat(response.headers().firstValue("Content-Range")).hasValue(contentRange);
        }
    }

    @Test
    void rangeOfSourceBlobIsSent() {
        // Given
        Digest blob = images.uploads().blob(REPOSITORY, "0123456789".getBytes(StandardCharsets.UTF_8));
        // When
        var part = client.get(path("blobs/" + blob), "Range", "bytes=3-5");
        var outside = client.get(path("blobs/" + blob), "Range", "bytes=30-");
        // Then
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(text(part)).isEqualTo("345");
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 3-5/10");
        assertThat(outside.statusCode()).isEqualTo(416);
    }

    @Test
    void rangeOutsideOfLayerIsRejected() {
        var response = client.get(path("blobs/" + Digest.of(LAYER)), "Range", "bytes=20-");
        assertThat(response.statusCode()).isEqualTo(416);
        assertThat(response.headers().firstValue("Content-Range")).hasValue("bytes */20");
        assertThat(text(response)).startsWith("{\"errors\":[{\"code\":\"RANGE_INVALID\",\"message\":");
    }

    @Test
    void linkedLayerIsRedirectedToItsLocation() {
        var response = client.get(path("blobs/" + digestOf("x")));
        assertThat(response.statusCode()).isEqualTo(307);
        assertThat(response.headers().firstValue("Location")).hasValue("https://host.test/layer.tar.gz");
        assertThat(response.headers().firstValue("Content-Length")).hasValue("0");
    }

    @Test
    void tagsOfSourceAreListed() {
        assertThat(text(client.get(path("tags/list"))))
                .startsWith("{\"name\":\"wt/%s/org/app\",\"tags\":[".formatted(extended.token()))
                .contains("\"v1\"");
    }

    @Test
    void imageWithoutReferrersHasEmptyIndex() {
        var response = client.get(path("referrers/" + extended.sourceDigest()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(text(response)).contains("\"manifests\":[]");
    }

    @Test
    void otherTagOfImageIsExtendedToo() {
        // Given
        images.image(REPOSITORY, "other", false, "arm64");
        // When
        var manifest = client.get(path("manifests/other"));
        String config = text(manifest).split("\"digest\":\"")[1].substring(0, 71);
        // Then
        assertThat(text(client.get(path("blobs/" + config)))).contains("A=1", "arm64");
    }

    @Test
    void moreThanHundredTagsPerTokenAreRejected() {
        // Given
        images.image(REPOSITORY, "other", false, "arm64");
        Map<String, String> pinned =
                IntStream.range(0, 100).boxed().collect(Collectors.toMap(i -> "t" + i, i -> digestOf("source" + i)));
        redis.<String, String>opsForHash()
                .putAll("manifest:tags:" + extended.token(), pinned)
                .block();
        // Then
        assertThat(error(path("manifests/other"), 403)).contains("DENIED", "more than 100 tags");
        assertThat(client.get(path("manifests/v1")).statusCode()).isEqualTo(200);
    }

    @Test
    void imageOfOtherPlatformIsRejected() {
        // Given
        var request = new Tokens(redis)
                .of(extended.image().toString(), extended.sourceDigest(), null, Platform.parse("linux/arm64"));
        // When
        var response = client.get("/v2/wt/%s/org/app/manifests/v1".formatted(request.token()));
        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(text(response)).contains("MANIFEST_INVALID", "linux/arm64");
    }

    @Test
    void unknownContentIsAnError() {
        String unknown = digestOf("unknown");
        assertThat(error(path("manifests/nosuch"), 404)).contains("MANIFEST_UNKNOWN");
        assertThat(error(path("manifests/" + unknown), 404)).contains("MANIFEST_UNKNOWN");
        assertThat(error(path("blobs/" + unknown), 404)).contains("BLOB_UNKNOWN");
    }

    @Test
    void tokenIsForItsImageOnly() {
        var durable = new Tokens(redis).durable(registry.host() + "/frozen:v1", null);
        assertThat(error("/v2/wt/%s/frozen/manifests/v1".formatted(durable.token()), 404))
                .contains("NAME_UNKNOWN", registry.host() + "/frozen:v1");
        assertThat(error("/v2/wt/%s/org/other/manifests/v1".formatted(extended.token()), 404))
                .contains("NAME_UNKNOWN");
        assertThat(error("/v2/wt/0123456789ab/org/app/manifests/v1", 404)).contains("NAME_UNKNOWN");
        assertThat(error("/v2/org/app/manifests/v1", 404)).contains("NAME_UNKNOWN");
    }

    @Test
    void imageWithOwnNameIsServed() {
        var frozen = new Tokens(redis).durable(extended.image().toString(), extended.sourceDigest());
        assertThat(client.get("/v2/wt/%s/%s/manifests/v1".formatted(frozen.token(), REPOSITORY))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST", "PATCH", "DELETE"})
    void writesAreRejected(String method) {
        var response = client.send(method, path("manifests/v1"));
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(text(response)).contains("\"code\":\"UNSUPPORTED\"");
    }

    @Test
    void revokedTokenIsRejectedEvenIfItsManifestIsCached() {
        // Given
        client.get(path("manifests/v1"));
        assertThat(client.get(path("manifests/v1")).statusCode()).isEqualTo(200);
        // When
        new Tokens(redis).revoke(extended);
        // Then
        await().untilAsserted(() ->
                assertThat(client.get(path("manifests/v1")).statusCode()).isEqualTo(404));
    }

    private String error(String path, int status) {
        var response = client.get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(status);
        assertThat(client.head(path).statusCode()).as(path).isEqualTo(status);
        return text(response);
    }

    private String path(String content) {
        return "/v2/wt/" + extended.token() + "/" + REPOSITORY + "/" + content;
    }

    private static Map<String, List<String>> headers(HttpResponse<?> response) {
        Map<String, List<String>> headers = new HashMap<>(response.headers().map());
        headers.keySet().removeAll(Arrays.asList("date", "connection"));
        return headers;
    }

    private static Digest digest(HttpResponse<?> response) {
        return Digest.parse(
                response.headers().firstValue("Docker-Content-Digest").orElseThrow());
    }

    private static String digestOf(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
