package io.wave.proxy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.proxy.blobcache.BlobCache;
import io.wave.proxy.fixture.ProxyClient;
import io.wave.proxy.fixture.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Blobs of registries in a bucket, whose server verifies the signatures of URLs. */
@RegistryProxyTest
@TestPropertySource(
        properties = {
            "wave.proxy.blob-cache.min-free=1MB",
            "wave.proxy.blob-cache.bucket.location=s3://near/blobs",
            "wave.proxy.blob-cache.bucket.path-style=true",
            "wave.proxy.blob-cache.bucket.access-key=key",
            "wave.proxy.blob-cache.bucket.secret-key=secret"
        })
class BlobBucketIT {

    private static final int LENGTH = 1_000_000;

    @TempDir
    static Path folder;

    private static S3Proxy server;

    private final byte[] content = new byte[LENGTH];

    @Autowired
    ReactiveStringRedisTemplate redis;

    @Autowired
    MeterRegistry meters;

    @LocalServerPort
    int port;

    private ScriptedRegistry registry;
    private ProxyClient client;
    private Digest digest;

    @BeforeAll
    static void startServer() throws Exception {
        TransientNio2BlobStore storage = new TransientNio2BlobStore();
        storage.createContainer("near");
        server = S3Proxy.builder()
                .blobStore(storage)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "key", "secret")
                .build();
        server.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.stop();
    }

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) {
        properties.add(BlobCache.DIRECTORY, folder::toString);
        properties.add("wave.proxy.blob-cache.bucket.endpoint", () -> "http://127.0.0.1:" + server.getPort());
    }

    @BeforeEach
    void startRegistry() {
        registry = ScriptedRegistry.start().on("/v2/", ScriptedAnswer.of(200));
        client = new ProxyClient(port);
        new Random().nextBytes(content);
        digest = Digest.of(content);
    }

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @Test
    void clientsAreRedirectedToTheBucketOnceItHasTheBlob() throws Exception {
        // Given
        String path = pathIn("app");
        serve("app", ScriptedAnswer.content("a/b", content));
        double before = uploads();
        assertThat(client.get(path).body()).isEqualTo(content);
        await().until(() -> uploads() == before + 1);
        // When
        HttpResponse<byte[]> redirect = client.get(path);
        // Then
        assertThat(redirect.statusCode()).isEqualTo(307);
        assertThat(redirect.headers().firstValue("Content-Length")).hasValue("0");
        URI location = URI.create(redirect.headers().firstValue("Location").orElseThrow());
        assertThat(fetch(location).body()).isEqualTo(content);
        HttpResponse<byte[]> part = fetch(location, "Range", "bytes=5-9");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, 5, 10));
        assertThat(fetch(URI.create(location.toString().replaceFirst("Signature=.", "Signature=x")))
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<byte[]> head = client.head(path);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).hasValue(Integer.toString(LENGTH));
        assertThat(client.get(path, "If-None-Match", "\"" + digest + "\"").statusCode())
                .isEqualTo(304);
        assertThat(registry.count("GET", "/v2/app/blobs/" + digest)).isEqualTo(1);
    }

    @Test
    void nobodyIsRedirectedWhomTheRegistryRefuses() {
        // Given
        serve("app", ScriptedAnswer.content("a/b", content));
        serve("denied", ScriptedAnswer.error(403, "DENIED"));
        double before = uploads();
        assertThat(client.get(pathIn("app")).body()).isEqualTo(content);
        await().until(() -> uploads() == before + 1);
        // Then
        assertThat(client.get(pathIn("denied")).statusCode()).isEqualTo(403);
        assertThat(client.get(pathIn("absent")).statusCode()).isEqualTo(404);
        assertThat(client.get(pathIn("app")).statusCode()).isEqualTo(307);
    }

    private void serve(String repository, ScriptedAnswer answer) {
        registry.on("/v2/%s/blobs/%s".formatted(repository, digest), answer);
    }

    private String pathIn(String repository) {
        var request = new Tokens(redis)
                .of(
                        "%s/%s:v1".formatted(registry.host(), repository),
                        Digest.of("{}".getBytes(StandardCharsets.UTF_8)));
        return "/v2/wt/%s/%s/blobs/%s".formatted(request.token(), repository, digest);
    }

    private double uploads() {
        return meters.counter("wave.proxy.blob.cache.uploads").count();
    }

    private static HttpResponse<byte[]> fetch(URI location, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(location);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }
}
