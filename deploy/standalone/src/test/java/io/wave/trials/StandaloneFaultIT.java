package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.cluster.BuildGate;
import io.wave.cluster.Checkout;
import io.wave.cluster.RegistryUploads;
import io.wave.cluster.ServerProcess;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import io.wave.local.DockerRegistry;
import io.wave.local.FreePort;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** All in one process, on its own servers: killed in the middle of a build, it goes on where it was. */
class StandaloneFaultIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void whatWasAskedBeforeAKillIsThereAfterTheNextStart(@TempDir Path folder) throws Exception {
        int port = FreePort.find();
        Path data = folder.resolve("data");
        WaveClient client = new WaveClient(URI.create("http://127.0.0.1:" + port));
        try (BuildGate gate = BuildGate.start();
                DockerRegistry registry = DockerRegistry.start(Files.createDirectories(folder.resolve("upstream")))) {
            // Given
            TestImage.busybox(TestImage.Family.OCI).push(new RegistryUploads(registry.host()), "trial/busybox", "1");
            String base = registry.host() + "/trial/busybox:1";
            JsonNode plain;
            JsonNode build;
            try (ServerProcess first = start("first", folder, data, port, client)) {
                plain = client.submit(Map.of("containerImage", base));
                build = client.submitBuild("FROM %s\n%s\n".formatted(base, gate.step("standalone")));
                await("the build runs").atMost(PATIENCE).until(() -> gate.running("standalone") == 1);
                // When
                first.kill();
            }
            await("the build dies with it").atMost(PATIENCE).until(() -> gate.running("standalone") == 0);
            try (ServerProcess _ = start("second", folder, data, port, client)) {
                // Then
                await("the build runs again").atMost(PATIENCE).until(() -> gate.running("standalone") == 1);
                gate.open("standalone");
                Images.assertPullable(client, build);
                Images.assertPullable(client, plain);
                assertThat(gate.mostAtOnce("standalone")).isEqualTo(1);
            }
        }
    }

    private static ServerProcess start(String name, Path folder, Path data, int port, WaveClient client) {
        Path home = Checkout.root().resolve("deploy/standalone/target/wave/lib");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                home + "/*",
                "io.wave.standalone.StandaloneApplication");
        Map<String, String> environment = Map.of(
                "WAVE_SERVER_PORT", Integer.toString(port),
                "WAVE_SERVER_URL", "http://127.0.0.1:" + port,
                "WAVE_DATA_DIR", data.toString());
        return ServerProcess.start(name, folder, command, environment).awaitReady(PATIENCE, () -> isReady(client));
    }

    private static boolean isReady(WaveClient client) {
        try {
            return client.get("/health").statusCode() == 200
                    && client.get("/service-info").statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }
}
