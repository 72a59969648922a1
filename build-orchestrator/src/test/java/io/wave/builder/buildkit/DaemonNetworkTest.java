package io.wave.builder.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wave.job.engine.guard.GuardedDaemon;
import io.wave.job.engine.tool.SearchPath;
import io.wave.worker.egress.ProxyAccess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the daemon and its steps reach, with real namespaces. */
class DaemonNetworkTest {

    private static final String STEP = "step-of-a-test";

    @TempDir
    private Path folder;

    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private ServerSocket guard;
    private ServerSocket registry;

    @BeforeEach
    void servers() throws IOException {
        assumeThat(GuardedDaemon.canBeIsolated() && SearchPath.ours().has("ip"))
                .as("needs root and the program ip")
                .isTrue();
        guard = serve("guard");
        registry = serve("registry");
    }

    @AfterEach
    void close() throws IOException {
        guard.close();
        registry.close();
    }

    @Test
    void daemonReachesGuardWithPermission() throws Exception {
        try (DaemonNetwork network = network()) {
            assertThat(output(network.inside(get("127.0.0.1", 3128)))).contains("guard");
            assertThat(requests.poll(10, TimeUnit.SECONDS))
                    .startsWith("GET / HTTP/1.0\r\nProxy-Authorization: Basic c2VjcmV0\r\n");
        }
    }

    @Test
    void daemonReachesOpenedPortsOfWorkerOnly() throws Exception {
        try (DaemonNetwork network = network()) {
            List<String> request = network.inside(get("127.0.0.1", registry.getLocalPort()));
            assertThat(output(request)).doesNotContain("registry");
            network.openPort(registry.getLocalPort());
            network.openPort(registry.getLocalPort());
            assertThat(output(request)).contains("registry");
        }
    }

    @Test
    void stepReachesGuardOnly() throws Exception {
        try (DaemonNetwork network = network();
                StepNamespace step = new StepNamespace(network)) {
            network.openPort(registry.getLocalPort());
            assertThat(output(step.inside(get("10.89.0.1", 3128)))).contains("guard");
            assertThat(output(step.inside(get("10.89.0.1", registry.getLocalPort()))))
                    .doesNotContain("registry");
            assertThat(output(step.inside(get("127.0.0.1", registry.getLocalPort()))))
                    .doesNotContain("registry");
            assertThat(output(step.inside(get("192.0.2.1", 80)))).contains("unreachable");
        }
    }

    @Test
    void stepDoesNotReachOtherSteps() throws Exception {
        try (DaemonNetwork network = network();
                StepNamespace step = new StepNamespace(network)) {
            assertThat(output(step.inside(List.of("ip", "route"))).lines()).hasSize(1);
        }
    }

    @Test
    void networkOfKilledWorkerIsReplaced() throws Exception {
        NetworkNamespace left = NetworkNamespace.create(folder.resolve("namespace"), DaemonNetwork.GATEWAY);
        try (DaemonNetwork network = network()) {
            assertThat(output(network.inside(get("127.0.0.1", 3128)))).contains("guard");
        }
        assertThat(folder.resolve("namespace")).doesNotExist();
        left.close();
    }

    private DaemonNetwork network() throws IOException, InterruptedException {
        DaemonNetwork network = DaemonNetwork.prepare(
                NetworkNamespace.create(folder.resolve("namespace"), DaemonNetwork.GATEWAY),
                folder,
                new ProxyAccess(guard.getLocalPort(), "Basic c2VjcmV0"));
        network.openGuard();
        return network;
    }

    private static List<String> get(String host, int port) {
        return List.of(
                "bash",
                "-c",
                "exec 3<>/dev/tcp/%s/%d && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3".formatted(host, port));
    }

    private ServerSocket serve(String words) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    InputStream in = client.getInputStream();
                    StringBuilder head = new StringBuilder();
                    while (head.indexOf("\r\n\r\n") < 0) {
                        head.append((char) in.read());
                    }
                    requests.add(head.toString());
                    client.getOutputStream()
                            .write("HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(words.length(), words)
                                    .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException ended) {
                    // The test is over, or the client has gone.
                }
            }
        });
        return server;
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }

    /** A namespace as BuildKit makes one for a step, set up by the plugin. */
    private final class StepNamespace implements AutoCloseable {

        private final Path file = folder.resolve(STEP);

        StepNamespace(DaemonNetwork network) throws IOException, InterruptedException {
            Files.writeString(file, "");
            output(List.of("unshare", "--net=" + file, "true"));
            for (String plugin : List.of("loopback", "step-network")) {
                String call = "echo '{\"cniVersion\":\"1.0.0\",\"name\":\"step\"}' | CNI_COMMAND=ADD CNI_IFNAME=eth0"
                        + " CNI_CONTAINERID=a CNI_NETNS=%s %s".formatted(file, folder.resolve("network/" + plugin));
                assertThat(output(network.inside(List.of("bash", "-c", call)))).startsWith("{\"cniVersion\":\"1.0.0\"");
            }
        }

        List<String> inside(List<String> command) {
            List<String> words = new ArrayList<>(List.of("nsenter", "--net=" + file, "--"));
            words.addAll(command);
            return words;
        }

        @Override
        public void close() throws IOException, InterruptedException {
            output(List.of("umount", file.toString()));
            Files.delete(file);
        }
    }
}
