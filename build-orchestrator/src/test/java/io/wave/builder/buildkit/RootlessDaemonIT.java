package io.wave.builder.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.wave.builder.image.BuilderProperties;
import io.wave.job.engine.folder.FolderProcesses;
import io.wave.local.LocalServices;
import io.wave.local.process.UnprivilegedUser;
import io.wave.local.server.DockerRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon of a worker that is not root, as an ordinary user of this machine. */
class RootlessDaemonIT {

    private static final DockerRegistry REGISTRY = LocalServices.newRegistry();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final AtomicInteger CALLS = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static HttpServer loopback;
    private static UnprivilegedUser user;
    private static Path programs;
    private static String classPath;

    @BeforeAll
    static void prepare() throws Exception {
        loopback = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        loopback.createContext("/", call -> {
            CALLS.incrementAndGet();
            call.sendResponseHeaders(200, -1);
            call.close();
        });
        loopback.start();
        Optional<UnprivilegedUser> ordinary = UnprivilegedUser.ordinary();
        assumeThat(ordinary).as("an ordinary user can be created").isPresent();
        assumeThat(BuildKitPrograms.search())
                .as("BuildKit is installed")
                .isInstanceOf(BuildKitPrograms.Search.Found.class);
        user = ordinary.orElseThrow();
        classPath = UnprivilegedUser.classPath(folder);
        programs = copyPrograms(((BuildKitPrograms.Search.Found) BuildKitPrograms.search()).programs());
    }

    private static Path copyPrograms(BuildKitPrograms found) throws IOException {
        Path copies = Files.createDirectory(folder.resolve("programs"));
        for (Path program : List.of(found.buildkitd(), found.buildctl())) {
            Path copy = Files.copy(program, copies.resolve(program.getFileName()));
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("r-xr-xr-x"));
        }
        return copies;
    }

    @AfterAll
    static void stop() {
        loopback.stop(0);
        REGISTRY.close();
    }

    /** A running worker. */
    private record Worker(Process process, BufferedReader output) {

        String line() throws IOException {
            return String.valueOf(output.readLine());
        }

        void send(Path build) throws IOException {
            OutputStream input = process.getOutputStream();
            input.write((build + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        }

        /** What it writes until a line contains this. */
        String until(String last) throws IOException {
            StringBuilder text = new StringBuilder();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                text.append(line).append('\n');
                if (line.contains(last)) {
                    return text.toString();
                }
            }
            throw new AssertionError("no '%s' in: %s".formatted(last, text));
        }
    }

    @Test
    void buildsAndLeavesNothing() throws Exception {
        Path state = ownFolder("state");
        Path build = build("build", """
                RUN ["/bin/busybox", "sh", "-c", "id -u; ps -o comm | grep -c buildkitd || true"]
                RUN ["/bin/busybox", "chown", "-R", "7:7", "/bin"]
                """);
        Path step = build("step", """
                RUN ["/bin/busybox", "sh", "-c", "echo sta''rted; /bin/busybox sleep 4747"]
                """);

        Worker worker = start(state);
        worker.send(build);
        String log = worker.until("exit code ");
        assertThat(log).contains("exit code 0").containsPattern("#\\d+ [0-9.]+ 0\n#\\d+ [0-9.]+ 0\n");
        worker.send(step);
        worker.until(" started");
        assertThat(new FolderProcesses(state.resolve("0")).find()).isNotEmpty();
        worker.process().destroyForcibly().waitFor();
        await().atMost(TIMEOUT)
                .until(() -> new FolderProcesses(state.resolve("0")).find().isEmpty() && !isRunning("4747"));

        Worker next = start(state);
        next.send(build);
        assertThat(next.until("exit code ")).contains("CACHED", "exit code 0");
        next.process().getOutputStream().close();
        assertThat(next.process().waitFor()).isZero();
        assertThat(new FolderProcesses(state.resolve("0")).find()).isEmpty();
        try (var left = Files.list(state.resolve("0"))) {
            assertThat(left).noneMatch(each -> each.getFileName().toString().startsWith("wave-buildkit-"));
        }
    }

    /** Its files belong to subordinate ids of the user. */
    @Test
    void restrictedStateIsRemovedAlsoThatOfAKilledWorker() throws Exception {
        Path build = build("restricted", """
                RUN ["/bin/busybox", "sh", "-c", "mkdir -m 700 /d; echo x > /d/x; chown -R 7:7 /d"]
                """);
        Path state = ownFolder("restricted-state");
        Worker worker = start(state, BuilderProperties.Network.BRIDGE, RootlessWorker.RESTRICTED);
        worker.send(build);
        assertThat(worker.until("exit code ")).contains("exit code 0");
        worker.process().destroyForcibly().waitFor();
        List<Path> left = children(state.resolve("restricted"));
        assertThat(left).hasSize(1);
        assertThat(left.getFirst().resolve("rootless-state")).isDirectory();

        Worker next = start(state, BuilderProperties.Network.BRIDGE, RootlessWorker.RESTRICTED);
        next.send(build);
        assertThat(next.until("exit code ")).contains("exit code 0").doesNotContain("CACHED");
        assertThat(children(state.resolve("restricted"))).hasSize(1).doesNotContainAnyElementsOf(left);
        next.process().getOutputStream().close();
        assertThat(next.process().waitFor()).isZero();
        assertThat(children(state.resolve("restricted"))).isEmpty();
    }

    private static List<Path> children(Path parent) throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.toList();
        }
    }

    @Test
    void stepsReachTheGuardOnly() throws Exception {
        Path build = build("network", """
                RUN ["/bin/busybox", "sh", "-c", "printf 'GET http://127.0.0.1:PORT/ HTTP/1.0\\\\r\\\\n\\\\r\\\\n' | nc -w 5 10.89.0.1 3128"]
                RUN ["/bin/busybox", "sh", "-c", "for each in 127.0.0.1 10.89.0.1; do echo x | nc -w 5 $each PORT || echo denied $each; done"]
                """.replace(
                        "PORT", Integer.toString(loopback.getAddress().getPort())));

        int before = CALLS.get();
        Worker worker = start(ownFolder("network-state"));
        worker.send(build);
        String log = worker.until("exit code ");
        worker.process().getOutputStream().close();
        assertThat(worker.process().waitFor()).isZero();

        assertThat(log)
                .contains(
                        "exit code 0",
                        "HTTP/1.1 403 host '127.0.0.1' has a private address",
                        " denied 127.0.0.1\n",
                        " denied 10.89.0.1\n");
        assertThat(CALLS).hasValue(before);
    }

    @Test
    void networkNoneOfSteps() throws Exception {
        Path build = build("none", """
                RUN ["/bin/busybox", "sh", "-c", "echo x | nc -w 5 10.89.0.1 3128 || echo denied; ip -o link | wc -l"]
                """);

        assertThat(output(build, "none-state", BuilderProperties.Network.NONE))
                .contains("exit code 0", " denied\n")
                .containsPattern("#\\d+ [0-9.]+ 1\n");
    }

    @Test
    void networkOfTheWorkerForSteps() throws Exception {
        Path build = build("host", """
                RUN ["/bin/busybox", "sh", "-c", "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 5 127.0.0.1 PORT"]
                """.replace(
                        "PORT", Integer.toString(loopback.getAddress().getPort())));

        assertThat(output(build, "host-state", BuilderProperties.Network.HOST)).contains("exit code 0", "HTTP/1.1 200");
    }

    private static String output(Path build, String state, BuilderProperties.Network steps) throws Exception {
        Worker worker = start(ownFolder(state), steps, RootlessWorker.KEPT);
        worker.send(build);
        String log = worker.until("exit code ");
        worker.process().getOutputStream().close();
        assertThat(worker.process().waitFor()).isZero();
        return log;
    }

    @Test
    void diskOfStepsIsLimited() throws Exception {
        Path build = build("disk", """
                RUN ["/bin/busybox", "sh", "-c", "mkdir -m 700 /d; chown 7:7 /d; dd if=/dev/zero of=/d/large bs=1M count=80; chown 7 /d/large; sleep 4748"]
                """);

        Worker worker = start(ownFolder("disk-state"));
        worker.send(build);
        assertThat(worker.until("exit code ")).contains("the job uses more than 64 MB of the worker's disk");
        worker.process().getOutputStream().close();
        assertThat(worker.process().waitFor()).isZero();
    }

    private static Path build(String name, String steps) throws IOException {
        Path context = Files.createDirectory(folder.resolve(name));
        Files.copy(Path.of("/bin/busybox"), context.resolve("busybox"));
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY busybox /bin/busybox\n" + steps);
        return context;
    }

    private static Path ownFolder(String name) throws IOException {
        Path own = Files.createDirectory(folder.resolve(name));
        user.own(own);
        return own;
    }

    private static boolean isRunning(String argument) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().arguments().stream())
                .anyMatch(arguments -> List.of(arguments).contains(argument));
    }

    private static Worker start(Path state) throws IOException {
        return start(state, BuilderProperties.Network.BRIDGE, RootlessWorker.KEPT);
    }

    private static Worker start(Path state, BuilderProperties.Network steps, String home) throws IOException {
        List<String> command = new ArrayList<>(user.prefix());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                RootlessWorker.class.getName(),
                state.toString(),
                REGISTRY.host(),
                steps.name(),
                home));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        String path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of("PATH", path, "HOME", state.toString(), "WAVE_CLIENTS_DIR", programs.toString()));
        Process process = builder.start();
        Worker worker = new Worker(
                process, new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
        String first = worker.line();
        assumeThat(first).as("user namespaces").doesNotStartWith("none: ");
        assertThat(first).isEqualTo("ROOTLESS");
        return worker;
    }
}
