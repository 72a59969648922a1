package io.wave.proxy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.proxy.blobcache.BlobCache;
import io.wave.proxy.blobcache.CachedBlob;
import io.wave.proxy.fixture.ProxyClient;
import io.wave.proxy.fixture.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Blobs of registries on the disk of the proxy. */
@RegistryProxyTest
@TestPropertySource(properties = {"wave.proxy.blob-cache.max-size=64MB", "wave.proxy.blob-cache.min-free=1MB"})
class BlobCacheIT {

    private static final String BINARY = "application/octet-stream";
    private static final int CLIENTS = 20;
    private static final int LENGTH = 3_000_000;

    @TempDir
    static Path folder;

    private final Random random = new Random();
    private final byte[] content = new byte[LENGTH];

    @Autowired
    ReactiveStringRedisTemplate redis;

    @Autowired
    BlobCache cache;

    @Autowired
    MeterRegistry meters;

    @LocalServerPort
    int port;

    private ScriptedRegistry registry;
    private ProxyClient client;
    private Digest digest;
    private String path;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) {
        properties.add(BlobCache.DIRECTORY, folder::toString);
    }

    @BeforeEach
    void startRegistry() {
        registry = ScriptedRegistry.start().on("/v2/", ScriptedAnswer.of(200));
        client = new ProxyClient(port);
        random.nextBytes(content);
        digest = Digest.of(content);
        path = pathIn("app");
    }

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @Test
    void blobIsFetchedOnceAndServedFromDisk() {
        // Given
        serve("app", ScriptedAnswer.content(BINARY, content));
        assertWhole(client.get(path));
        awaitStored();
        // When
        var again = client.get(path);
        var head = client.head(path);
        var part = client.get(path, "Range", "bytes=1000000-1000009");
        var unchanged = client.get(path, "If-None-Match", "\"" + digest + "\"");
        // Then
        assertWhole(again);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).hasValue(Integer.toString(LENGTH));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 1000000-1000009/" + LENGTH);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, 1_000_000, 1_000_010));
        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(registry.calls().stream().filter(call -> call.path().contains("/blobs/")))
                .hasSize(1);
    }

    @Test
    void clientsThatPullAtTheSameTimeShareOneDownload() {
        // Given
        serve("app", ScriptedAnswer.content(BINARY, content).after(Duration.ofSeconds(1)));
        // When
        List<HttpResponse<byte[]>> responses = IntStream.range(0, CLIENTS)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> client.get(path)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        // Then
        assertThat(responses).hasSize(CLIENTS).allSatisfy(this::assertWhole);
        assertThat(registry.count("GET", "/v2/app/blobs/" + digest)).isEqualTo(1);
    }

    @Test
    void redirectOfTheRegistryIsFollowed() {
        try (ScriptedRegistry store = ScriptedRegistry.start()) {
            store.on("/object", ScriptedAnswer.content(BINARY, content));
            serve("app", ScriptedAnswer.of(307).with("Location", "http://%s/object".formatted(store.host())));
            assertWhole(client.get(path));
            awaitStored();
            assertWhole(client.get(path));
            assertThat(store.count("GET", "/object")).isEqualTo(1);
        }
    }

    @Test
    void blobOfAnotherRepositoryIsServedOnlyIfTheRegistryHasItThere() {
        // Given
        serve("app", ScriptedAnswer.content(BINARY, content));
        assertWhole(client.get(path));
        awaitStored();
        String absent = pathIn("other/absent");
        String denied = pathIn("other/denied");
        String present = pathIn("other/present");
        serve("other/denied", ScriptedAnswer.error(403, "DENIED"));
        serve("other/present", ScriptedAnswer.content(BINARY, content));
        // Then
        for (String method : List.of("GET", "HEAD")) {
            assertThat(client.send(method, absent).statusCode()).isEqualTo(404);
            assertThat(client.send(method, denied).statusCode()).isEqualTo(403);
        }
        assertThat(client.get(absent, "If-None-Match", "\"" + digest + "\"").statusCode())
                .isEqualTo(404);
        assertThat(client.get(denied, "Range", "bytes=0-9").statusCode()).isEqualTo(403);
        assertWhole(client.get(present));
        assertThat(registry.count("GET", "/v2/other/present/blobs/" + digest)).isZero();
    }

    @Test
    void blobOfAnotherRepositoryIsProtectedWhileItIsDownloaded() throws Exception {
        // Given: the last bytes never arrive.
        serve("app", ScriptedAnswer.content(BINARY, content).dripping());
        try (Socket reading = open(path)) {
            assertThat(reading.getInputStream().readNBytes(LENGTH / 2)).hasSize(LENGTH / 2);
            // Then
            assertThat(client.get(pathIn("other/absent")).statusCode()).isEqualTo(404);
            assertThat(client.get(path, "Range", "bytes=5-9").body()).isEqualTo(Arrays.copyOfRange(content, 5, 10));
            assertThat(registry.count("GET", "/v2/app/blobs/" + digest)).isEqualTo(1);
        }
    }

    @Test
    void registryThatDripsOrLiesDoesNotConcernOtherRegistries() throws Exception {
        // Given: a registry that says it has the blob of another one
        serve("evil", ScriptedAnswer.content(BINARY, content).dripping());
        serve("app", ScriptedAnswer.content(BINARY, content));
        try (Socket reading = open(pathIn("evil"))) {
            assertThat(reading.getInputStream().readNBytes(LENGTH / 2)).hasSize(LENGTH / 2);
            // Then
            assertWhole(client.get(path));
            awaitStored();
            assertWhole(client.get(pathIn("evil")));
        }
    }

    @Test
    void diskThatFailsDoesNotLetWrongContentPass() throws IOException {
        // Given: no file can be created
        Path incoming = folder.resolve("incoming");
        Path away = Files.move(incoming, folder.resolve("away"));
        try {
            var right = ScriptedAnswer.content(BINARY, content);
            serve("app", right, right.corrupted(), right);
            // Then
            assertThatIOException().isThrownBy(() -> client.sendChecked("GET", path));
            assertWhole(client.get(path));
        } finally {
            Files.move(away, incoming);
        }
    }

    @Test
    void clientThatLeavesStopsNothing() throws Exception {
        // Given
        serve("app", ScriptedAnswer.content(BINARY, content));
        // When
        try (Socket leaving = open(path)) {
            assertThat(leaving.getInputStream().readNBytes(10)).hasSize(10);
        }
        // Then
        awaitStored();
        assertWhole(client.get(path));
        assertThat(registry.count("GET", "/v2/app/blobs/" + digest)).isEqualTo(1);
    }

    @Test
    void wrongContentIsNeitherCompleteNorKept() {
        // Given
        var right = ScriptedAnswer.content(BINARY, content);
        serve("app", right.corrupted(), right.cutAfter(LENGTH / 2), right);
        // Then
        assertThatIOException().isThrownBy(() -> client.sendChecked("GET", path));
        await().until(() -> cache.find(source()).isEmpty());
        assertThatIOException().isThrownBy(() -> client.sendChecked("GET", path));
        await().until(() -> cache.find(source()).isEmpty());
        assertWhole(client.get(path));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 429, 500})
    void errorOfTheRegistryIsThatOfThePullAndIsNotKept(int status) {
        // Given
        serve("app", ScriptedAnswer.error(status, "UNKNOWN"), ScriptedAnswer.content(BINARY, content));
        // Then
        assertThat(client.get(path).statusCode()).isEqualTo(status == 500 ? 502 : status);
        assertWhole(client.get(path));
    }

    @Test
    void blobWithoutLengthIsStreamed() {
        // Given
        serve("app", ScriptedAnswer.content(BINARY, content).withoutLength());
        // Then
        assertThat(client.get(path).body()).isEqualTo(content);
        assertThat(client.get(path).body()).isEqualTo(content);
        assertThat(cache.find(source())).isEmpty();
    }

    @Test
    void partOfABlobThatIsNotCachedIsThatOfTheRegistry() {
        // Given
        byte[] part = Arrays.copyOfRange(content, 5, 10);
        serve(
                "app",
                ScriptedAnswer.of(206)
                        .with("Content-Range", "bytes 5-9/" + LENGTH)
                        .with(part));
        // Then
        assertThat(client.get(path, "Range", "bytes=5-9").body()).isEqualTo(part);
        assertThat(cache.find(source())).isEmpty();
    }

    private void serve(String repository, ScriptedAnswer... answers) {
        registry.on("/v2/%s/blobs/%s".formatted(repository, digest), answers);
    }

    private String pathIn(String repository) {
        var request = new Tokens(redis)
                .of(
                        "%s/%s:v1".formatted(registry.host(), repository),
                        Digest.of("{}".getBytes(StandardCharsets.UTF_8)));
        return "/v2/wt/%s/%s/blobs/%s".formatted(request.token(), repository, digest);
    }

    private void assertWhole(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Docker-Content-Digest")).hasValue(digest.toString());
        assertThat(response.headers().firstValue("Content-Length")).hasValue(Integer.toString(LENGTH));
        assertThat(response.body()).isEqualTo(content);
    }

    private void awaitStored() {
        await().until(() -> cache.find(source()).orElse(null) instanceof CachedBlob.Stored);
    }

    private BlobCache.Source source() {
        return new BlobCache.Source(registry.host() + "/app", digest);
    }

    private Socket open(String path) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .formatted(path)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
