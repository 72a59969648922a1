package io.wave.trials;

import static io.wave.trials.StandaloneProduct.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.cluster.BuildGate;
import io.wave.cluster.RegistryUploads;
import io.wave.cluster.ServerProcess;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import io.wave.local.server.DockerRegistry;
import io.wave.local.server.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The servers within the product end: they are started again, or the product ends and says why. */
class ServerLossIT {

    private final int port = FreePort.find();
    private final WaveClient client = StandaloneProduct.client(port);

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void chooseData() {
        data = folder.resolve("data");
    }

    @Test
    void buildOutlivesKillOfPostgresAndRedis() throws Exception {
        try (BuildGate gate = BuildGate.start();
                DockerRegistry registry = DockerRegistry.start(Files.createDirectories(folder.resolve("upstream")));
                ServerProcess product = StandaloneProduct.start("product", folder, data, port)) {
            TestImage.busybox(TestImage.Family.OCI).push(new RegistryUploads(registry.host()), "trial/busybox", "1");
            JsonNode build = client.submitBuild(
                    "FROM %s/trial/busybox:1\n%s\n".formatted(registry.host(), gate.step("servers-killed")));
            await("the build runs").atMost(TIMEOUT).until(() -> gate.running("servers-killed") == 1);
            // When
            kill(postgres());
            awaitConsole(product, "PostgreSQL is up again");
            kill(redis());
            awaitConsole(product, "Redis is up again");
            // Then
            await("health").atMost(TIMEOUT).until(() -> StandaloneProduct.answers(client, "/health", 200));
            await("the build runs still, or again").atMost(TIMEOUT).until(() -> gate.running("servers-killed") == 1);
            gate.open("servers-killed");
            Images.assertPullable(client, build);
            assertThat(gate.mostAtOnce("servers-killed")).isEqualTo(1);
            assertThat(product.stop()).isTrue();
        }
    }

    @Test
    void serverThatCannotBeRestartedStopsProductWithReason() throws Exception {
        try (ServerProcess product = StandaloneProduct.start("product", folder, data, port)) {
            // When
            Files.delete(data.resolve("postgresql/data/PG_VERSION"));
            kill(postgres());
            // Then
            await("health tells").atMost(TIMEOUT).until(() -> StandaloneProduct.answers(client, "/health", 503));
            assertThat(product.awaitExit(TIMEOUT.multipliedBy(2))).isEqualTo(1);
            assertThat(product.log())
                    .contains(
                            "PostgreSQL stopped unexpectedly",
                            "PostgreSQL could not be restarted",
                            "Free space of the data folder",
                            "Stopped");
        }
    }

    @Test
    void kafkaThatCannotWriteEndsTheProductWithTheReason() throws Exception {
        try (ServerProcess product = StandaloneProduct.start("product", folder, data, port)) {
            long redis = redis();
            // When
            Files.move(data.resolve("kafka"), data.resolve("taken-away"));
            // Then
            assertThat(product.awaitExit(TIMEOUT)).isEqualTo(1);
            assertThat(product.log()).contains("Kafka has failed", "Free space of the data folder", "Stopped");
            assertThat(ProcessHandle.of(redis)).isEmpty();
        }
    }

    private long postgres() throws IOException {
        return Long.parseLong(Files.readAllLines(data.resolve("postgresql/data/postmaster.pid"))
                .getFirst());
    }

    private long redis() throws IOException {
        return Long.parseLong(Files.readString(data.resolve("redis/redis.pid")).split(" ")[0]);
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    private static void awaitConsole(ServerProcess product, String words) {
        await(words).atMost(TIMEOUT).until(() -> product.log().contains(words));
    }
}
