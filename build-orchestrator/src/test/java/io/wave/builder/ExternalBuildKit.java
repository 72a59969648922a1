package io.wave.builder;

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.wave.job.engine.tool.SearchPath;
import io.wave.local.fake.TestAuthority;
import io.wave.local.server.FreePort;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A BuildKit daemon that no worker has started, which listens on a socket and, with mutual TLS, on a port. */
final class ExternalBuildKit implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> command;
    private final Path log;
    private final Path socket;
    private final int port;
    private final TestAuthority authority;
    private Process process;

    private ExternalBuildKit(List<String> command, Path log, Path socket, int port, TestAuthority authority)
            throws IOException {
        this.command = command;
        this.log = log;
        this.socket = socket;
        this.port = port;
        this.authority = authority;
        this.process = launch();
    }

    /** Skips the test where BuildKit is not installed or this is not root. */
    static ExternalBuildKit start(Path folder) throws IOException, InterruptedException {
        return start(folder, TestAuthority.create(folder));
    }

    /** The same with certificates of an authority. */
    static ExternalBuildKit start(Path folder, TestAuthority authority) throws IOException {
        Optional<Path> program = program();
        assumeThat(program).as("buildkitd is installed").isPresent();
        assumeThat(System.getProperty("user.name")).as("user").isEqualTo("root");
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
        return new ExternalBuildKit(command, folder.resolve("buildkitd.log"), socket, port, authority);
    }

    private Process launch() throws IOException {
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        await("the daemon").atMost(PATIENCE).until(this::accepts);
        return started;
    }

    private boolean accepts() {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return Files.exists(socket);
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Starts it again, with the same state and addresses, if it was killed. */
    void startAgain() throws IOException {
        if (!process.isAlive()) {
            process = launch();
        }
    }

    /** Kills it with all steps. */
    void kill() throws IOException, InterruptedException {
        process.destroyForcibly();
        process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        await("its end").atMost(PATIENCE).until(() -> !accepts());
        Files.deleteIfExists(socket);
    }

    private static Optional<Path> program() {
        return new SearchPath(searchPath()).find("buildkitd");
    }

    /** Where programs of this machine are, and those of BuildKit. */
    static String searchPath() {
        String clients =
                System.getenv().getOrDefault("WAVE_CLIENTS_DIR", System.getProperty("user.home") + "/.cache/wave/bin");
        return System.getenv("PATH") + File.pathSeparator + clients;
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
        kill();
        Files.deleteIfExists(socket.getParent());
    }
}
