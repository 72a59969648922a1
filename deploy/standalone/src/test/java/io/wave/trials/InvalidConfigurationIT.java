package io.wave.trials;

import static io.wave.trials.StandaloneProduct.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.wave.cluster.ServerProcess;
import io.wave.local.server.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mistake in the configuration: the console names the key, what is wrong, and where to read more. */
class InvalidConfigurationIT {

    @TempDir
    Path folder;

    @Test
    void invalidValueIsNamedWithItsKeyAndTheLog() throws IOException {
        assertThat(console("""
                wave.builds.repo: typing error
                rate-limit.enabled: true
                rate-limit.pull.anonymous: ten/1h
                """))
                .contains(
                        "Warning: wave.builds.repo: unknown key, ignored; see docs/configuration.md",
                        "Start failed: rate-limit.pull.anonymous: invalid rate 'ten/1h':"
                                + " expected <count>/<duration>, such as 100/1h (details: "
                                + folder.resolve("data/logs/request-api.log"));
        assertThat(folder.resolve("data/logs/request-api.log"))
                .content()
                .contains("wave.builds.repo: unknown key, ignored");
    }

    @Test
    void unknownKeyThatRestrictsAccessIsNamedBeforeAnythingStarts() throws IOException {
        assertThat(console("wave.capabilities.anonymous-acces: false\n"))
                .contains("Start failed: wave.capabilities.anonymous-acces: unknown key")
                .doesNotContain("is up");
    }

    @Test
    void portThatIsTakenIsReportedBeforeAnythingStarts() throws IOException {
        try (ServerSocket taken = new ServerSocket(FreePort.find(), 1, InetAddress.getLoopbackAddress())) {
            String process = "is in use by process %d (java)"
                    .formatted(ProcessHandle.current().pid());
            assertThat(console(taken.getLocalPort(), ""))
                    .contains("Start failed: wave.server.port: port %d of 127.0.0.1 %s"
                            .formatted(taken.getLocalPort(), process))
                    .contains("WAVE_SERVER_PORT")
                    .doesNotContain("is up");
            Files.writeString(
                    Files.createDirectories(folder.resolve("data/registry")).resolve("port"),
                    Integer.toString(taken.getLocalPort()));
            assertThat(console(FreePort.find(), ""))
                    .contains("Start failed: registry of built images: port %d of 127.0.0.1 %s"
                            .formatted(taken.getLocalPort(), process))
                    .contains("data/registry/port")
                    .doesNotContain("is up");
        }
    }

    @Test
    void workerThatCannotStartEndsTheProcess() throws IOException {
        assertThat(console("wave.build.builder: kaniko\n"))
                .contains(
                        "Ready at",
                        "Start failed: wave.build.builder: invalid value 'kaniko'",
                        "build-orchestrator.log")
                .doesNotContain("All services are up");
    }

    private String console(String configuration) throws IOException {
        return console(FreePort.find(), configuration);
    }

    private String console(int port, String configuration) throws IOException {
        Path file = Files.writeString(folder.resolve("wave.yml"), configuration);
        try (ServerProcess product = StandaloneProduct.launch(
                "product", folder, folder.resolve("data"), port, Map.of("WAVE_CONFIG_FILE", file.toString()))) {
            assertThat(product.awaitExit(TIMEOUT)).as(product.log()).isEqualTo(1);
            return product.log();
        }
    }
}
