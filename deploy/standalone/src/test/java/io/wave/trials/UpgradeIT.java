package io.wave.trials;

import static io.wave.trials.TestCluster.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.cluster.BuildGate;
import io.wave.cluster.Checkout;
import io.wave.cluster.Cluster;
import io.wave.cluster.ServiceProcess;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Replicas of an older version and of this one work with the same database, Redis and topics: a rolling upgrade. */
@EnabledIfSystemProperty(named = UpgradeIT.OLDER, matches = ".+", disabledReason = "run by scripts/test-upgrade")
class UpgradeIT {

    /** The folder of a checkout in which the older version was built. */
    static final String OLDER = "wave.upgrade.from";

    private static final Path OLDER_VERSION = Path.of(System.getProperty(OLDER, ""));
    private static final Path THIS_VERSION = Checkout.root();
    private static final Map<String, String> SETTINGS = Map.of("wave.jobs.lease", "10s", "wave.kafka.partitions", "3");

    @TempDir
    private Path folder;

    private final BuildGate gate = BuildGate.start();
    private final List<JsonNode> accepted = new ArrayList<>();
    private Cluster cluster;
    private ServiceProcess oldApi;
    private ServiceProcess oldBuilder;

    @BeforeEach
    void startOlderVersion() {
        cluster = Cluster.start(folder, Cluster.QUICK_START, SETTINGS);
        TestImage.busybox(TestImage.Family.OCI).push(cluster.servers().uploads(), "trial/busybox", "1");
        cluster.launchFrom(OLDER_VERSION);
        oldApi = cluster.requestApi();
        oldBuilder = cluster.buildOrchestrator("old-builder", Map.of());
        ServiceProcess oldProxy = cluster.registryProxy();
        List.of(oldApi, oldBuilder, oldProxy).forEach(ServiceProcess::awaitReady);
        cluster.launchFrom(THIS_VERSION);
    }

    @AfterEach
    void stop() {
        gate.close();
        cluster.close();
    }

    @Test
    void requestsBuildsAndPullsGoOnDuringAnUpgrade() {
        WaveClient throughOldProxy = cluster.client();
        extend(throughOldProxy, "accepted by the old replica alone");

        ServiceProcess newApi = cluster.requestApi("new-api", Map.of()).awaitReady();
        WaveClient toNewApi = new WaveClient(newApi.address());
        extend(throughOldProxy, "accepted by the old replica after the migration");
        extend(toNewApi, "accepted by the new replica");
        succeeds(build(toNewApi, "RUN echo new API, old worker > /built"));
        JsonNode taken = build(throughOldProxy, gate.step("upgrade"));
        await("a build of the old worker").atMost(TIMEOUT).until(() -> gate.running("upgrade") == 1);

        cluster.buildOrchestrator("new-builder", Map.of()).awaitReady();
        oldBuilder.close();
        gate.open("upgrade");
        succeeds(taken);
        assertThat(gate.mostAtOnce("upgrade")).isEqualTo(1);

        WaveClient throughNewProxy =
                new WaveClient(cluster.registryProxy("new-proxy").awaitReady().address());
        JsonNode held = build(throughNewProxy, gate.step("held"));
        CompletableFuture<HttpResponse<byte[]>> pull = throughNewProxy.manifestLater(image(held));
        await("old API, new worker").atMost(TIMEOUT).until(() -> gate.running("held") == 1);
        gate.open("held");
        Images.assertServed(
                throughNewProxy,
                image(held),
                pull.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join());
        allArePullable(throughOldProxy, throughNewProxy);

        oldApi.close();
        cluster.requestApi().awaitReady();
        extend(throughOldProxy, "old proxy, new replica alone");
        allArePullable(throughOldProxy, throughNewProxy);
        allAreDone(throughNewProxy);
    }

    @Test
    void olderVersionStartsAgainAfterTheMigration() {
        WaveClient client = cluster.client();
        ServiceProcess newApi = cluster.requestApi("new-api", Map.of()).awaitReady();
        extend(new WaveClient(newApi.address()), "accepted by the new replica");
        succeeds(build(new WaveClient(newApi.address()), "RUN echo new API > /built"));
        newApi.close();
        oldApi.close();

        cluster.launchFrom(OLDER_VERSION);
        cluster.requestApi().awaitReady();
        extend(client, "accepted by the older version again");
        succeeds(build(client, "RUN echo old API > /built"));
        allArePullable(client);
        allAreDone(client);
    }

    private void extend(WaveClient client, String name) {
        accepted.add(client.submit(
                Map.of("containerImage", baseImage(), "containerConfig", Map.of("env", List.of("NAME=" + name)))));
    }

    private JsonNode build(WaveClient client, String step) {
        JsonNode submitted = client.submitBuild("FROM %s\n%s\n".formatted(baseImage(), step));
        accepted.add(submitted);
        return submitted;
    }

    private String baseImage() {
        return cluster.servers().registry() + "/trial/busybox:1";
    }

    private void succeeds(JsonNode submitted) {
        JsonNode status = cluster.client().awaitDone(submitted, TIMEOUT);
        assertThat(status.get("succeeded").booleanValue()).as(status::toString).isTrue();
    }

    private void allArePullable(WaveClient... clients) {
        for (WaveClient client : clients) {
            accepted.forEach(submitted -> Images.assertPullable(client, image(submitted)));
        }
    }

    private void allAreDone(WaveClient client) {
        assertThat(accepted).allSatisfy(submitted -> {
            JsonNode status = client.getJson(
                    "/v1alpha2/container/" + submitted.get("requestId").stringValue() + "/status");
            assertThat(status.get("status").stringValue()).isEqualTo("DONE");
            assertThat(status.get("succeeded").booleanValue()).isTrue();
        });
    }

    private static String image(JsonNode submitted) {
        return submitted.get("targetImage").stringValue();
    }
}
