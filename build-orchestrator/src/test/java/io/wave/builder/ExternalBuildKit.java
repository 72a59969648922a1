package io.wave.builder;

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.wave.job.engine.tool.SearchPath;
import io.wave.local.fake.TestAuthority;
import io.wave.local.server.FreePort;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A BuildKit daemon that no worker has started, which listens on a socket and, with mutual TLS, on a port. */
final class ExternalBuildKit implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final Path socket;
    private final int port;
    private final TestAuthority authority;

    private ExternalBuildKit(Process process, Path socket, int port, TestAuthority authority) {
        this.process = process;
        this.socket = socket;
        this.port = port;
        this.authority = authority;
    }

    /** Skips the test where BuildKit is not installed or this is not root. */
    static ExternalBuildKit start(Path folder) throws IOException, InterruptedException {
        Optional<Path> program = program();
        assumeThat(program).as("buildkitd is installed").isPresent();
        assumeThat(System.getProperty("user.name")).as("user").isEqualTo("root");
        TestAuthority authority = TestAuthority.create(folder);
        // Names of sockets are short.
        Path socket = Files.createTempDirectory("buildkit").resolve("socket");
        int port = FreePort.find();
        Path configuration = Files.writeString(folder.resolve("buildkitd.toml"), """
                root = "%s"
                [grpc]
                address = ["unix://%s", "tcp://127.0.0.1:%d"]
                [grpc.tls]
                ca = "%s"
                cert = "%s"
                key = "%s"
                [worker.oci]
                networkMode = "host"
                [worker.containerd]
                enabled = false
                """.formatted(
                        folder.resolve("state"),
                        socket,
                        port,
                        authority.certificate(),
                        authority.serverCertificate(),
                        authority.serverKey()));
        List<String> command = List.of(
                "unshare",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "--",
                program.get().toString(),
                "--config",
                configuration.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("buildkitd.log").toFile())
                .start();
        await("the daemon").atMost(PATIENCE).until(() -> Files.exists(socket));
        return new ExternalBuildKit(process, socket, port, authority);
    }

    private static Optional<Path> program() {
        String clients =
                System.getenv().getOrDefault("WAVE_CLIENTS_DIR", System.getProperty("user.home") + "/.cache/wave/bin");
        return new SearchPath(System.getenv("PATH") + File.pathSeparator + clients).find("buildkitd");
    }

    String socketAddress() {
        return "unix://" + socket;
    }

    String address() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Of the authority that the daemon trusts, with a certificate for clients too. */
    TestAuthority authority() {
        return authority;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroyForcibly();
        process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Files.deleteIfExists(socket);
        Files.deleteIfExists(socket.getParent());
    }
}
