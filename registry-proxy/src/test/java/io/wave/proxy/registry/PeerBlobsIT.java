package io.wave.proxy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.image.Digest;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.proxy.RegistryProxyApplication;
import io.wave.proxy.blobcache.BlobCache;
import io.wave.proxy.blobcache.CachedBlob;
import io.wave.proxy.fixture.ProxyClient;
import io.wave.proxy.fixture.Tokens;
import io.wave.security.InternalApi;
import io.wave.token.RequestRecord;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.http.client.ReactorResourceFactory;

/** Two replicas with a cache of blobs each, which read from each other. */
class PeerBlobsIT {

    private static final String BINARY = "application/octet-stream";
    private static final int CLIENTS = 20;
    private static final int LENGTH = 3_000_000;

    @TempDir
    static Path folder;

    private static ScriptedRegistry requestApi;
    private static Map<String, String> configuration;
    private static ConfigurableApplicationContext one;
    private static ConfigurableApplicationContext other;

    private final byte[] content = new byte[LENGTH];
    private ScriptedRegistry registry;
    private Digest digest;
    private String path;

    @BeforeAll
    static void startReplicas() {
        requestApi = ScriptedRegistry.start();
        configuration = new HashMap<>(LocalServices.kafka().springProperties());
        configuration.putAll(Map.ofEntries(
                Map.entry("server.port", "0"),
                Map.entry("server.shutdown", "immediate"),
                Map.entry("spring.main.register-shutdown-hook", "false"),
                Map.entry("spring.data.redis.host", LocalServices.redis().host()),
                Map.entry(
                        "spring.data.redis.port",
                        Integer.toString(LocalServices.redis().port())),
                Map.entry("spring.data.redis.password", LocalServices.redis().password()),
                Map.entry("spring.data.redis.database", Integer.toString(LocalServices.newRedisDatabase())),
                Map.entry("wave.security.key", IntegrationTest.TEST_KEY),
                Map.entry("wave.security.ssrf-protection.allowed", "127.0.0.0/8,::1"),
                Map.entry("wave.store.location", folder.resolve("objects").toString()),
                Map.entry("wave.registry-client.max-retries", "0"),
                Map.entry("wave.proxy.request-api-url", "http://" + requestApi.host()),
                Map.entry("wave.proxy.blob-cache.max-size", "64MB"),
                Map.entry("wave.proxy.blob-cache.min-free", "1MB"),
                Map.entry("wave.proxy.blob-cache.peers.address", "127.0.0.1")));
        one = start("one");
        other = start("other");
    }

    private static ConfigurableApplicationContext start(String name) {
        configuration.put(BlobCache.DIRECTORY, folder.resolve(name).toString());
        String[] arguments = configuration.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
        return new SpringApplicationBuilder(RegistryProxyApplication.class, OwnEventLoops.class)
                .properties("spring.config.name=registry-proxy")
                .run(arguments);
    }

    @AfterAll
    static void stopReplicas() {
        one.close();
        other.close();
        requestApi.close();
    }

    @BeforeEach
    void startRegistry() {
        registry = ScriptedRegistry.start().on("/v2/", ScriptedAnswer.of(200));
        new Random().nextBytes(content);
        digest = Digest.of(content);
        RequestRecord request = new Tokens(one.getBean(ReactiveStringRedisTemplate.class))
                .of(registry.host() + "/app:v1", Digest.of("{}".getBytes(StandardCharsets.UTF_8)));
        path = "/v2/wt/%s/app/blobs/%s".formatted(request.token(), digest);
    }

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @Test
    void blobIsReadFromTheReplicaThatHasIt() {
        // Given
        serve(ScriptedAnswer.content(BINARY, content));
        assertWhole(client(one).get(path));
        awaitStored(one);
        // Then
        assertWhole(client(other).get(path));
        awaitStored(other);
        assertThat(registryReads()).isEqualTo(1);
    }

    @Test
    void clientsOfAllReplicasShareOneDownload() {
        // Given
        serve(ScriptedAnswer.content(BINARY, content).after(Duration.ofSeconds(1)));
        // When
        List<HttpResponse<byte[]>> responses = IntStream.range(0, CLIENTS)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> client(i % 2 == 0 ? one : other).get(path)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        // Then
        assertThat(responses).hasSize(CLIENTS).allSatisfy(this::assertWhole);
        assertThat(registryReads()).isEqualTo(1);
    }

    @Test
    void blobIsReadWhileItArrivesAtTheOtherReplica() throws Exception {
        // Given: the last bytes do not arrive
        serve(ScriptedAnswer.content(BINARY, content).dripping());
        try (InputStream first = client(one).open(path);
                InputStream second = client(other).open(path)) {
            // Then
            assertThat(first.readNBytes(LENGTH / 2)).hasSize(LENGTH / 2);
            assertThat(second.readNBytes(LENGTH / 2)).hasSize(LENGTH / 2);
            assertThat(registryReads()).isEqualTo(1);
        }
    }

    @Test
    void callerWhomTheRegistryRefusesReadsNothingFromAnotherReplica() {
        // Given
        serve(ScriptedAnswer.content(BINARY, content), ScriptedAnswer.error(403, "DENIED"));
        assertWhole(client(one).get(path));
        awaitStored(one);
        // Then
        assertThat(client(other).get(path).statusCode()).isEqualTo(403);
        assertThat(cached(other)).isFalse();
    }

    @Test
    void errorOfTheRegistryIsNotKept() {
        // Given
        serve(ScriptedAnswer.error(429, "TOOMANYREQUESTS"), ScriptedAnswer.content(BINARY, content));
        // Then
        assertThat(client(one).get(path).statusCode()).isEqualTo(429);
        assertWhole(client(other).get(path));
        assertWhole(client(one).get(path));
        assertThat(registryReads()).isEqualTo(2);
    }

    @Test
    void blobThatTheOtherReplicaHasLostIsDownloadedAgain() throws IOException {
        // Given
        serve(ScriptedAnswer.content(BINARY, content));
        assertWhole(client(one).get(path));
        Files.delete(awaitStored(one));
        // Then
        assertWhole(client(other).get(path));
        assertThat(registryReads()).isEqualTo(2);
    }

    @Test
    void downloadContinuesWhenThatOfTheOtherReplicaFails() throws Exception {
        // Given
        serve(
                ScriptedAnswer.content(BINARY, content).dripping(),
                ScriptedAnswer.content(BINARY, content).withRanges());
        try (ConfigurableApplicationContext third = start("third");
                InputStream first = client(third).open(path);
                InputStream reading = client(one).open(path)) {
            assertThat(first.readNBytes(LENGTH / 2)).hasSize(LENGTH / 2);
            byte[] half = reading.readNBytes(LENGTH / 2);
            // When
            third.getBean(BlobCache.class).close();
            // Then
            byte[] rest = reading.readAllBytes();
            assertThat(half.length + rest.length).isEqualTo(LENGTH);
            awaitStored(one);
        }
        assertWhole(client(other).get(path));
        assertThat(registryReads()).isEqualTo(2);
    }

    @Test
    void nobodyElseReadsFromAReplica() {
        // Given
        serve(ScriptedAnswer.content(BINARY, content));
        assertWhole(client(one).get(path));
        awaitStored(one);
        String peer = "%s/%s?repository=%s/app".formatted(InternalApi.PEER_BLOBS, digest, registry.host());
        // Then
        assertThat(client(one).get(peer).statusCode()).isEqualTo(404);
        assertThat(client(one).get(peer, "Authorization", "1.x").statusCode()).isEqualTo(404);
        assertThat(client(one).get(InternalApi.PEER_BLOBS + "/x").statusCode()).isEqualTo(404);
    }

    private void serve(ScriptedAnswer... answers) {
        registry.on("/v2/app/blobs/" + digest, answers);
    }

    private long registryReads() {
        return registry.count("GET", "/v2/app/blobs/" + digest);
    }

    private static ProxyClient client(ConfigurableApplicationContext replica) {
        return new ProxyClient(replica.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    private void assertWhole(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(content);
    }

    private Path awaitStored(ConfigurableApplicationContext replica) {
        await().until(() -> cached(replica));
        return ((CachedBlob.Stored)
                        replica.getBean(BlobCache.class).find(source()).orElseThrow())
                .file();
    }

    private boolean cached(ConfigurableApplicationContext replica) {
        return replica.getBean(BlobCache.class).find(source()).orElse(null) instanceof CachedBlob.Stored;
    }

    private BlobCache.Source source() {
        return new BlobCache.Source(registry.host() + "/app", digest);
    }

    /** A replica that stops would otherwise stop the event loops of all services in this JVM. */
    @TestConfiguration(proxyBeanMethods = false)
    static class OwnEventLoops {

        @Bean
        ReactorResourceFactory reactorResources() {
            ReactorResourceFactory resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            return resources;
        }
    }
}
