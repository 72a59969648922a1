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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** All in one process, on its own servers: killed in the middle of a build, it goes on where it was, without waiting for a lease. */
class StandaloneFaultIT {

    private static final Map<String, String> LONG_LEASE = Map.of("WAVE_JOBS_LEASE", "10m");

    @Test
    void requestsSurviveKillAndRestart(@TempDir Path folder) throws Exception {
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
            try (ServerProcess first = StandaloneProduct.start("first", folder, data, port, LONG_LEASE)) {
                plain = client.submit(Map.of("containerImage", base));
                build = client.submitBuild("FROM %s\n%s\n".formatted(base, gate.step("standalone")));
                await("the build runs").atMost(TIMEOUT).until(() -> gate.running("standalone") == 1);
                // When
                first.kill();
            }
            await("the build dies with it").atMost(TIMEOUT).until(() -> gate.running("standalone") == 0);
            try (ServerProcess _ = StandaloneProduct.start("second", folder, data, port, LONG_LEASE)) {
                // Then
                await("the build runs again").atMost(TIMEOUT).until(() -> gate.running("standalone") == 1);
                gate.open("standalone");
                Images.assertPullable(client, build);
                Images.assertPullable(client, plain);
                assertThat(gate.mostAtOnce("standalone")).isEqualTo(1);
            }
        }
    }
}
