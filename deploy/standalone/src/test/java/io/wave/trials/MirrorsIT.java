package io.wave.trials;

import static io.wave.trials.TestCluster.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.cluster.RegistryUploads;
import io.wave.cluster.ServiceProcess;
import io.wave.cluster.WaveClient;
import io.wave.image.Digest;
import io.wave.local.fake.GatedRelay;
import io.wave.local.server.DockerRegistry;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Mirrors from the request of a user to the pull, between two registries, and after the loss of a worker. */
@OnTestCluster
class MirrorsIT {

    private static final Map<String, String> USER = Map.of("Authorization", "Bearer " + TestCluster.USER_TOKEN);
    private static final int LAYER = 64 * 1024;
    private static final int LAYERS = 24;

    @TempDir
    private static Path folder;

    private static DockerRegistry target;
    private static ServiceProcess worker;
    private static ServiceProcess otherWorker;

    @BeforeAll
    static void start(TestCluster cluster) {
        target = DockerRegistry.start(folder);
        worker = cluster.cluster().mirrorWorker("mirrors-1", Map.of());
        otherWorker = cluster.cluster().mirrorWorker("mirrors-2", Map.of());
        worker.awaitReady();
        otherWorker.awaitReady();
    }

    @AfterAll
    static void stop() {
        worker.close();
        otherWorker.close();
        target.close();
    }

    @Test
    void pullOfTheNameIsHeldUntilTheCopyIsDone(TestCluster cluster) {
        Digest digest = push(cluster, "mirror/held", LAYERS);
        try (GatedRelay gate = gate(cluster)) {
            gate.closeAfter(LAYERS / 2 * LAYER);
            JsonNode answer = mirror(cluster, gate.host() + "/mirror/held:1");
            String name = target.host() + "/copies/mirror/held:1";
            assertThat(answer.get("targetImage").stringValue()).isEqualTo(name);
            await("a copy that is held").atMost(TIMEOUT).until(gate::isHolding);
            CompletableFuture<HttpResponse<byte[]>> pull = cluster.client().manifestLater(pulled(cluster, answer));
            assertThat(pull).isNotDone();
            gate.open();
            assertThat(pull).succeedsWithin(TIMEOUT).satisfies(response -> {
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(Digest.of(response.body())).isEqualTo(digest);
            });
            JsonNode done = cluster.awaitDone(answer);
            assertThat(done.get("succeeded").booleanValue()).as(done::toString).isTrue();
            assertThat(done.get("mirrorId")).isEqualTo(answer.get("buildId"));
            JsonNode third = mirror(cluster, gate.host() + "/mirror/held:1");
            assertThat(third.get("succeeded").booleanValue()).isTrue();
            assertThat(third.get("cached").booleanValue()).isTrue();
            String id = answer.get("buildId").stringValue();
            assertThat(cluster.client().get("/view/mirrors/" + id).body())
                    .contains("SUCCEEDED", "%d of %d layers".formatted(LAYERS + 1, LAYERS + 1));
            assertThat(cluster.client().get("/v1alpha1/mirrors/" + id + "/logs").body())
                    .contains("Copying blob", "copied " + name);
        }
    }

    @Test
    void copyGoesOnAfterTheLossOfItsWorker(TestCluster cluster) {
        Digest digest = push(cluster, "mirror/lost", LAYERS);
        try (GatedRelay gate = gate(cluster)) {
            gate.closeAfter(LAYERS / 2 * LAYER);
            JsonNode answer = mirror(cluster, gate.host() + "/mirror/lost:1");
            await("a copy that is held").atMost(TIMEOUT).until(gate::isHolding);
            ServiceProcess busy = Stream.of(worker, otherWorker)
                    .filter(MirrorsIT::isBusy)
                    .findFirst()
                    .orElseThrow();
            busy.process().kill();
            gate.open();
            JsonNode done = cluster.awaitDone(answer);
            assertThat(done.get("succeeded").booleanValue()).as(done::toString).isTrue();
            assertThat(cluster.client()
                            .get("/v1alpha1/mirrors/" + answer.get("buildId").stringValue() + "/logs")
                            .body())
                    .contains("[attempt 2: the worker of the previous attempt was lost]");
            WaveClient registry = new WaveClient(URI.create("http://" + target.host()));
            assertThat(Digest.of(registry.manifest(target.host() + "/copies/mirror/lost:1")
                            .body()))
                    .isEqualTo(digest);
        } finally {
            if (!worker.process().isAlive()) {
                worker = cluster.cluster().mirrorWorker("mirrors-1", Map.of()).awaitReady();
            }
            if (!otherWorker.process().isAlive()) {
                otherWorker =
                        cluster.cluster().mirrorWorker("mirrors-2", Map.of()).awaitReady();
            }
        }
    }

    @Test
    void equalRequestsToTwoReplicasRunOneCopy(TestCluster cluster) {
        push(cluster, "mirror/shared", 2);
        try (GatedRelay gate = gate(cluster);
                ServiceProcess replica =
                        cluster.cluster().requestApi("request-api-2", Map.of()).awaitReady()) {
            gate.closeAfter(LAYER);
            List<WaveClient> replicas =
                    List.of(new WaveClient(cluster.api().address()), new WaveClient(replica.address()));
            List<JsonNode> answers = whileNothingIsCopied(() ->
                    Simultaneous.calls(replicas, 4, client -> mirror(client, gate.host() + "/mirror/shared:1")));
            String id = answers.getFirst().get("buildId").stringValue();
            assertThat(answers)
                    .allSatisfy(answer ->
                            assertThat(answer.get("buildId").stringValue()).isEqualTo(id));
            await("a copy that is held").atMost(TIMEOUT).until(gate::isHolding);
            assertThat(Stream.of(worker, otherWorker)
                            .mapToLong(MirrorsIT::copies)
                            .sum())
                    .isEqualTo(1);
            gate.open();
            JsonNode done = cluster.awaitDone(answers.getLast());
            assertThat(done.get("succeeded").booleanValue()).as(done::toString).isTrue();
            JsonNode listed = WaveClient.json(cluster.client().get("/v1alpha1/mirrors?limit=100", USER))
                    .get("items");
            assertThat(listed.valueStream()
                            .filter(mirror -> mirror.get("image").stringValue().endsWith("/mirror/shared:1"))
                            .map(mirror -> mirror.get("id").stringValue()))
                    .containsExactly(id);
        }
    }

    @Test
    void ownerCancelsACopy(TestCluster cluster) {
        push(cluster, "mirror/cancelled", 2);
        try (GatedRelay gate = gate(cluster)) {
            gate.closeAfter(LAYER);
            JsonNode answer = mirror(cluster, gate.host() + "/mirror/cancelled:1");
            await("a copy that is held").atMost(TIMEOUT).until(gate::isHolding);
            String path = "/v1alpha1/mirrors/" + answer.get("buildId").stringValue();
            assertThat(cluster.client().delete(path, Map.of()).statusCode()).isEqualTo(401);
            assertThat(cluster.client().delete(path, USER).statusCode()).isEqualTo(200);
            JsonNode done = cluster.awaitDone(answer);
            assertThat(done.get("reason").stringValue()).isEqualTo("mirror was cancelled");
            HttpResponse<byte[]> pull = cluster.client().manifest(pulled(cluster, answer));
            assertThat(pull.statusCode()).isEqualTo(403);
            assertThat(new String(pull.body(), StandardCharsets.UTF_8))
                    .contains("mirror was cancelled", "/view/mirrors/");
        }
    }

    /** The requests look the image up through the gate, which a copy would close. */
    private static <T> T whileNothingIsCopied(Supplier<T> calls) {
        List<ServiceProcess> workers = List.of(worker, otherWorker);
        workers.forEach(each -> each.process().suspend());
        try {
            return calls.get();
        } finally {
            workers.forEach(each -> each.process().resume());
        }
    }

    private static boolean isBusy(ServiceProcess service) {
        return copies(service) > 0;
    }

    private static long copies(ServiceProcess service) {
        return service.process().descendants().stream()
                .filter(process -> process.info().command().orElse("").endsWith("/skopeo"))
                .count();
    }

    private static GatedRelay gate(TestCluster cluster) {
        String host = cluster.servers().registry();
        return GatedRelay.to(Integer.parseInt(host.substring(host.indexOf(':') + 1)));
    }

    private static JsonNode mirror(TestCluster cluster, String source) {
        return mirror(cluster.client(), source);
    }

    private static JsonNode mirror(WaveClient client, String source) {
        HttpResponse<String> response = client.post(
                "/v1alpha2/container",
                WaveClient.write(
                        Map.of("containerImage", source, "mirror", true, "buildRepository", target.host() + "/copies")),
                USER);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return WaveClient.json(response);
    }

    /** The name of the copy under the token of the request. */
    private static String pulled(TestCluster cluster, JsonNode answer) {
        String name = answer.get("targetImage").stringValue();
        return "%s:%d/wt/%s%s"
                .formatted(
                        cluster.proxy().address().getHost(),
                        cluster.proxy().port(),
                        answer.get("requestId").stringValue(),
                        name.substring(name.indexOf('/')));
    }

    /** An image with layers of random bytes, which nothing looks into. */
    private static Digest push(TestCluster cluster, String repository, int count) {
        RegistryUploads uploads = cluster.servers().uploads();
        Random random = new Random();
        List<Map<String, Object>> layers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] layer = new byte[LAYER];
            random.nextBytes(layer);
            layers.add(Map.of(
                    "mediaType",
                    "application/vnd.oci.image.layer.v1.tar+gzip",
                    "digest",
                    uploads.blob(repository, layer).toString(),
                    "size",
                    LAYER));
        }
        byte[] config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
                .getBytes(StandardCharsets.UTF_8);
        byte[] manifest = WaveClient.write(Map.of(
                        "schemaVersion",
                        2,
                        "mediaType",
                        "application/vnd.oci.image.manifest.v1+json",
                        "config",
                        Map.of(
                                "mediaType",
                                "application/vnd.oci.image.config.v1+json",
                                "digest",
                                uploads.blob(repository, config).toString(),
                                "size",
                                config.length),
                        "layers",
                        layers))
                .getBytes(StandardCharsets.UTF_8);
        uploads.manifest(repository, "1", "application/vnd.oci.image.manifest.v1+json", manifest);
        return Digest.of(manifest);
    }
}
