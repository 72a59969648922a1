package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.wave.build.BuildCommand;
import io.wave.build.BuildSpec;
import io.wave.builder.buildkit.BuildKitChoice;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.server.DockerRegistry;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Builds while the daemon or its client are killed, and what is left of builds that were ended. */
@IntegrationTest(properties = "spring.config.name=build-orchestrator")
@Import(BuildRuns.class)
class BuildKitFaultIT {

    private static final DockerRegistry REGISTRY = LocalServices.newRegistry();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final Pattern ADDRESS = Pattern.compile("address = \\[\"(unix://[^\"]+)\"]");

    @TempDir
    private static Path folder;

    /** Runs in the folder of the daemon, as a process does that a killed worker has left. */
    @SuppressWarnings("NullAway.Init") // started with the properties of the context
    private static Process left;

    @Autowired
    private BuildRuns builds;

    @Autowired
    private ObjectStore store;

    @Autowired
    private BuildKitChoice buildKit;

    @DynamicPropertySource
    static void folders(DynamicPropertyRegistry properties) throws IOException {
        Path own = Files.createDirectories(folder.toRealPath().resolve("buildkit/0"));
        left = new ProcessBuilder("sleep", "4720").directory(own.toFile()).start();
        properties.add("wave.store.location", () -> folder.resolve("objects").toString());
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
        properties.add(
                "wave.build.buildkit.state-dir",
                () -> folder.resolve("buildkit").toString());
    }

    @AfterAll
    static void stop() {
        left.destroyForcibly();
        REGISTRY.close();
    }

    @BeforeEach
    void requireBuildKit() {
        assumeThat(buildKit.isBuildKit()).as("builds use BuildKit").isTrue();
    }

    @Test
    void processLeftByAKilledWorkerIsEnded() {
        assertThatTheNextBuildWorks();
        assertThat(left.isAlive()).isFalse();
        assertThat(daemons()).hasSize(1);
    }

    @Test
    void buildIsBegunAgainWhenTheDaemonIsKilled() {
        BuildSpec build = step("/bin/busybox sleep 4");
        builds.send(new BuildCommand.Start(build));
        awaitProcess("sleep 4");
        ProcessHandle killed = daemons().findFirst().orElseThrow();
        killed.destroyForcibly();
        JobRecord end = builds.awaitEnd(build);
        assertThat(end.failure()).isNull();
        assertThat(builds.log(build)).contains("Connection to BuildKit lost; restarting the build");
        assertThat(daemons()).hasSize(1).doesNotContain(killed);
        assertThatTheNextBuildWorks();
    }

    @Test
    void buildIsBegunAgainWhenItsClientIsKilled() {
        BuildSpec build = step("/bin/busybox sleep 4");
        builds.send(new BuildCommand.Start(build));
        awaitProcess("sleep 4");
        programs("buildctl").forEach(ProcessHandle::destroyForcibly);
        assertThat(builds.awaitEnd(build).failure()).isNull();
        assertThat(builds.log(build)).contains("buildctl was killed; restarting the build");
        assertThatTheNextBuildWorks();
    }

    @Test
    void buildFailsWhenItsClientIsKilledAgain() {
        BuildSpec build = step("/bin/busybox sleep 4721");
        builds.send(new BuildCommand.Start(build));
        awaitProcess("sleep 4721");
        List<ProcessHandle> steps = processes("sleep 4721").toList();
        programs("buildctl").forEach(ProcessHandle::destroyForcibly);
        await("the step of the next client")
                .atMost(TIMEOUT)
                .until(() -> processes("sleep 4721").anyMatch(step -> !steps.contains(step)));
        programs("buildctl").forEach(ProcessHandle::destroyForcibly);
        JobRecord end = builds.awaitEnd(build);
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure())
                .isEqualTo("build failed: buildctl was killed on the build worker; request the image again");
        assertThatNothingIsLeft("sleep 4721");
        assertThatTheNextBuildWorks();
    }

    @Test
    void nothingIsLeftOfACancelledBuild() throws IOException {
        BuildSpec build = step("trap '' TERM; /bin/busybox sleep 4722; /bin/busybox sleep 4722");
        builds.send(new BuildCommand.Start(build));
        awaitProcess("sleep 4722");
        assertThat(buildsOfTheDaemon()).anyMatch(each -> each.startsWith("STARTED"));
        builds.send(new BuildCommand.Cancel(build.id()));
        assertThat(builds.awaitEnd(build).failure()).isEqualTo("build was cancelled");
        assertThatNothingIsLeft("sleep 4722");
        assertThatTheNextBuildWorks();
    }

    @Test
    void nothingIsLeftOfABuildAtItsDeadline() {
        BuildSpec build = step(
                "kill -STOP -1; trap '' TERM; /bin/busybox sleep 4723; /bin/busybox sleep 4723", Duration.ofSeconds(5));
        assertThat(builds.run(build).failure()).startsWith("build timed out after 5 s");
        assertThatNothingIsLeft("sleep 4723");
        assertThatTheNextBuildWorks();
    }

    /** The manifest of the cache is there, its layers are not: the first step is built again, and the cache is repaired. */
    @Test
    void buildSucceedsIfTheCacheLacksLayers() throws Exception {
        try (DockerRegistry registry = DockerRegistry.start(Files.createDirectories(folder.resolve("lossy")))) {
            String cache = registry.host() + "/test/cache";
            assertThat(builds.run(cached(cache, "first")).failure()).isNull();
            forgetCache();
            deleteLayers(folder.resolve("lossy"));
            BuildSpec second = cached(cache, "second");
            assertThat(builds.run(second).failure()).isNull();
            assertThat(builds.log(second)).contains("restarting the build without the layer cache");
            forgetCache();
            BuildSpec third = cached(cache, "third");
            assertThat(builds.run(third).failure()).isNull();
            assertThat(builds.log(third)).contains("CACHED").doesNotContain("restarting the build");
        }
    }

    private BuildSpec cached(String cache, String last) {
        return TestBuilds.withCache(
                TestBuilds.withContainerFile(TestBuilds.running("true", REGISTRY.host(), store), """
                        FROM scratch
                        COPY busybox /bin/busybox
                        RUN ["/bin/busybox", "sh", "-c", "/bin/busybox head -c 3000000 /dev/urandom > /large"]
                        RUN ["/bin/busybox", "sh", "-c", "/bin/busybox ls -l /large > /%s"]
                        """.formatted(last)),
                cache);
    }

    /** Removes all that the daemon has stored, as on another worker. */
    private static void forgetCache() throws IOException, InterruptedException {
        Process prune = client("prune", "--all")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(prune.waitFor()).isZero();
    }

    private static void deleteLayers(Path registry) throws IOException {
        try (Stream<Path> files = Files.walk(registry)) {
            for (Path blob : files.filter(
                            file -> file.endsWith("data") && file.toFile().length() > 2_000_000)
                    .toList()) {
                Files.delete(blob);
            }
        }
    }

    private void assertThatNothingIsLeft(String command) {
        await().atMost(TIMEOUT).untilAsserted(() -> {
            assertThat(buildsOfTheDaemon()).noneMatch(build -> build.startsWith("STARTED"));
            assertThat(commandLines()).noneMatch(line -> line.contains(command));
            assertThat(daemons().flatMap(ProcessHandle::descendants)).isEmpty();
            assertThat(programs("buildctl")).isEmpty();
        });
    }

    private void assertThatTheNextBuildWorks() {
        assertThat(builds.run(step("echo works")).failure()).isNull();
    }

    /** The builds that the daemon lists, one a line: whether it is at work on it, and its id. */
    private static Stream<String> buildsOfTheDaemon() throws IOException {
        Process list = client("debug", "histories", "--format", "{{.Type}} {{.Record.Ref}}")
                .start();
        return new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines();
    }

    /** The client of the daemon, which is installed beside it. */
    private static ProcessBuilder client(String... arguments) throws IOException {
        Path daemon = Path.of(daemons()
                .findFirst()
                .flatMap(process -> process.info().command())
                .orElseThrow());
        String program = daemon.getFileName().toString().replace("buildkitd", "buildctl");
        List<String> command =
                new ArrayList<>(List.of(daemon.resolveSibling(program).toString(), "--addr", address()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** Where the daemon listens, according to its configuration. */
    private static String address() throws IOException {
        String configuration = Files.readString(folder.resolve("buildkit/0/buildkitd.toml"));
        return ADDRESS.matcher(configuration)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitProcess(String command) {
        await().atMost(TIMEOUT).until(() -> processes(command).findAny().isPresent());
    }

    private static Stream<ProcessHandle> processes(String command) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").endsWith(command));
    }

    private static Stream<String> commandLines() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""));
    }

    private static Stream<ProcessHandle> daemons() {
        String state = folder.resolve("buildkit").toString();
        return programs("buildkitd")
                .filter(process -> process.info().commandLine().orElse("").contains(state));
    }

    /** The processes of a program that this test has started. */
    private static Stream<ProcessHandle> programs(String name) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .command()
                        .map(command -> command.substring(command.lastIndexOf('/') + 1))
                        .filter(file -> file.startsWith(name))
                        .isPresent());
    }

    private BuildSpec step(String script) {
        return step(script, Duration.ofMinutes(2));
    }

    private BuildSpec step(String script, Duration runTimeout) {
        return TestBuilds.withContainerFile(
                TestBuilds.running("true", REGISTRY.host(), store, runTimeout), """
                FROM scratch
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "--install", "-s", "/bin"]
                RUN %s
                """.formatted(script));
    }
}
