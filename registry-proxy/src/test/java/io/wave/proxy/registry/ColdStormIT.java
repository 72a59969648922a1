package io.wave.proxy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.wave.augment.manifest.Content;
import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.oci.MediaTypes;
import io.wave.proxy.blobcache.BlobCache;
import io.wave.proxy.fixture.ProxyClient;
import io.wave.proxy.fixture.Tokens;
import io.wave.token.RequestRecord;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** What many clients that pull the same image at the same time cost its registry, when the proxy knows nothing of it. */
@RegistryProxyTest
@TestPropertySource(
        properties = {
            "wave.proxy.tokenless=true",
            "wave.proxy.blob-cache.max-size=64MB",
            "wave.proxy.blob-cache.min-free=1MB"
        })
class ColdStormIT {

    private static final int CLIENTS = 40;
    private static final int LAYERS = 3;
    private static final int LAYER_LENGTH = 100_000;
    /** So that clients overlap. What has been fetched is kept, so those that come later cost nothing. */
    private static final Duration OVERLAP = Duration.ofMillis(200);

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private final Random random = new Random();
    /** Ends the silence about what is not kept for later clients. */
    private final CountDownLatch allThere = new CountDownLatch(1);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @Autowired
    ReactiveStringRedisTemplate redis;

    @Autowired
    MeterRegistry meters;

    @LocalServerPort
    int port;

    private ScriptedRegistry registry;
    private ProxyClient client;
    private Image image;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) {
        properties.add(BlobCache.DIRECTORY, folder::toString);
    }

    @BeforeEach
    void startRegistry() {
        registry = ScriptedRegistry.start();
        client = new ProxyClient(port);
        image = Image.random(random);
        registry.on(
                "/v2/app/manifests/" + image.digest(), image.manifestAnswer().after(OVERLAP));
        image.blobs()
                .forEach((digest, content) -> registry.on(
                        "/v2/app/blobs/" + digest,
                        ScriptedAnswer.content("a/b", content).after(OVERLAP)));
    }

    @AfterEach
    void stopRegistry() {
        threads.close();
        registry.close();
    }

    @Test
    void imageOfATokenIsFetchedOnce() {
        RequestRecord request = new Tokens(redis).of(registry.host() + "/app:v1", image.digest());
        run(_ -> pull("/v2/wt/" + request.token() + "/app"));
        assertThat(calls()).isEqualTo(oneCallEach("GET /v2/app/manifests/" + image.digest()));
    }

    @Test
    void imageOfManyTokensIsFetchedOnce() {
        List<RequestRecord> requests = IntStream.range(0, CLIENTS)
                .mapToObj(i -> new ContainerConfig(null, null, List.of("A=" + i), null, null))
                .map(config -> new Tokens(redis).of(registry.host() + "/app:v1", image.digest(), config, null))
                .toList();
        run(i -> get("/v2/wt/" + requests.get(i).token() + "/app/manifests/v1"));
        assertThat(calls().values())
                .as("manifest and configuration: %s", calls())
                .containsExactly(1L, 1L);
    }

    @Test
    void publicImageIsFetchedOnce() {
        registry.on("/v2/app/manifests/v1", image.manifestAnswer().after(allThere));
        runTogether(_ -> pull("/v2/" + registry.host() + "/app"));
        assertThat(calls())
                .isEqualTo(oneCallEach("HEAD /v2/app/manifests/v1", "GET /v2/app/manifests/" + image.digest()));
    }

    @Test
    void otherLookupsAreSentOnce() {
        String referrers = "/v2/app/referrers/" + image.digest();
        byte[] none = "{\"schemaVersion\":2,\"manifests\":[]}".getBytes(StandardCharsets.UTF_8);
        Digest blob = image.anyBlob();
        registry.on(
                        referrers,
                        ScriptedAnswer.content(MediaTypes.OCI_INDEX, none).after(allThere))
                .on(
                        "/v2/app/blobs/" + blob,
                        ScriptedAnswer.content("a/b", image.content(blob)).after(allThere));
        RequestRecord request = new Tokens(redis).of(registry.host() + "/app:v1", image.digest());
        String root = "/v2/wt/" + request.token() + "/app";
        runTogether(i -> switch (i % 3) {
            case 0 -> get(root + "/referrers/" + image.digest());
            case 1 -> checked(client.head(root + "/blobs/" + blob));
            default -> client.get(root + "/blobs/" + blob, "If-None-Match", "\"" + blob + "\"");
        });
        assertThat(calls())
                .isEqualTo(Map.of(
                        "GET " + referrers, 1L, "HEAD /v2/app/blobs/" + blob, 1L, "GET /v2/app/blobs/" + blob, 1L));
    }

    @Test
    void errorOfTheTokenServiceGoesToAllWhoWait() {
        try (ScriptedRegistry tokens = ScriptedRegistry.start()) {
            tokens.on("/token", ScriptedAnswer.error(403, "DENIED").after(allThere));
            registry.on(
                    "/v2/app/manifests/v1",
                    ScriptedAnswer.error(401, "UNAUTHORIZED")
                            .with(
                                    "WWW-Authenticate",
                                    "Bearer realm=\"http://%s/token\",service=\"test\"".formatted(tokens.host())));
            List<HttpResponse<byte[]>> responses =
                    runTogether(_ -> client.get("/v2/" + registry.host() + "/app/manifests/v1"));
            assertThat(responses)
                    .hasSize(CLIENTS)
                    .allSatisfy(response -> assertThat(response.statusCode()).isEqualTo(403));
            assertThat(tokens.calls()).hasSize(1);
            assertThat(registry.calls()).hasSize(1);
        }
    }

    /** The manifest, then the configuration and the layers, as an engine pulls them. */
    private HttpResponse<byte[]> pull(String root) {
        HttpResponse<byte[]> manifest = get(root + "/manifests/v1");
        assertThat(manifest.body()).isEqualTo(image.manifest().bytes());
        image.blobs()
                .forEach((digest, content) ->
                        assertThat(get(root + "/blobs/" + digest).body()).isEqualTo(content));
        return manifest;
    }

    private HttpResponse<byte[]> get(String path) {
        return checked(client.get(path));
    }

    private static HttpResponse<byte[]> checked(HttpResponse<byte[]> response) {
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return response;
    }

    /** All clients at the same time. */
    private List<HttpResponse<byte[]>> run(IntFunction<HttpResponse<byte[]>> work) {
        return join(start(work));
    }

    /** The registry is silent until all clients wait for it. */
    private List<HttpResponse<byte[]>> runTogether(IntFunction<HttpResponse<byte[]>> work) {
        var running = start(work);
        await("all clients")
                .atMost(TIMEOUT)
                .during(OVERLAP)
                .until(() -> meters.find("http.server.requests.active").longTaskTimers().stream()
                                .mapToInt(LongTaskTimer::activeTasks)
                                .sum()
                        >= CLIENTS);
        allThere.countDown();
        return join(running);
    }

    private List<CompletableFuture<HttpResponse<byte[]>>> start(IntFunction<HttpResponse<byte[]>> work) {
        return IntStream.range(0, CLIENTS)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> work.apply(i), threads))
                .toList();
    }

    private static List<HttpResponse<byte[]>> join(List<CompletableFuture<HttpResponse<byte[]>>> running) {
        return running.stream().map(CompletableFuture::join).toList();
    }

    /** The calls that the registry got, by method and path, with their number. */
    private Map<String, Long> calls() {
        return registry.calls().stream()
                .map(call -> call.method() + " " + call.path())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private Map<String, Long> oneCallEach(String... manifests) {
        Stream<String> blobs = image.blobs().keySet().stream().map(digest -> "GET /v2/app/blobs/" + digest);
        return Stream.concat(Stream.of(manifests), blobs).collect(Collectors.toMap(call -> call, _ -> 1L));
    }

    /**
     * An image with a configuration and layers.
     *
     * @param manifest its manifest
     * @param blobs the configuration and the layers
     */
    private record Image(Content manifest, Map<Digest, byte[]> blobs) {

        static Image random(Random random) {
            byte[] config =
                    "{\"architecture\":\"amd64\",\"os\":\"linux\",\"id\":%d,\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
                            .formatted(random.nextInt())
                            .getBytes(StandardCharsets.UTF_8);
            Map<Digest, byte[]> layers = Stream.generate(() -> content(random))
                    .limit(LAYERS)
                    .collect(Collectors.toMap(Digest::of, content -> content));
            String descriptors = layers.keySet().stream()
                    .map(digest -> descriptor(MediaTypes.OCI_LAYER_GZIP, digest, LAYER_LENGTH))
                    .collect(Collectors.joining(","));
            byte[] manifest = "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                    .formatted(
                            MediaTypes.OCI_MANIFEST,
                            descriptor(MediaTypes.OCI_CONFIG, Digest.of(config), config.length),
                            descriptors)
                    .getBytes(StandardCharsets.UTF_8);
            Map<Digest, byte[]> blobs = new HashMap<>(layers);
            blobs.put(Digest.of(config), config);
            return new Image(Content.of(MediaTypes.OCI_MANIFEST, manifest), blobs);
        }

        private static byte[] content(Random random) {
            byte[] content = new byte[LAYER_LENGTH];
            random.nextBytes(content);
            return content;
        }

        private static String descriptor(String mediaType, Digest digest, int size) {
            return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}".formatted(mediaType, digest, size);
        }

        Digest digest() {
            return manifest.digest();
        }

        byte[] content(Digest blob) {
            return Objects.requireNonNull(blobs.get(blob));
        }

        Digest anyBlob() {
            return blobs.keySet().iterator().next();
        }

        ScriptedAnswer manifestAnswer() {
            return ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, manifest.bytes())
                    .with("Docker-Content-Digest", digest().toString());
        }
    }
}
