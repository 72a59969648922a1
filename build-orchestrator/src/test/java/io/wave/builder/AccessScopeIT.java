package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.wave.build.BuildCommand;
import io.wave.build.BuildSpec;
import io.wave.builder.buildkit.BuildKitChoice;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.JobRecord;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.local.server.DockerRegistry;
import io.wave.registry.RegistryClient;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Builds on a base image that only some callers can read, and builds of others who know its digest, and whose registry serves
 * images that name it.
 */
@IntegrationTest(properties = "spring.config.name=build-orchestrator")
@Import(BuildRuns.class)
class AccessScopeIT {

    private static final DockerRegistry REGISTRY = LocalServices.newRegistry();
    private static final ScriptedRegistry FOREIGN = ScriptedRegistry.start();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int MAX_IDLE = 3;

    @TempDir
    private static Path folder;

    /** Runs in the folder of a daemon that a killed worker has left. */
    @SuppressWarnings("NullAway.Init") // started with the properties of the context
    private static Process left;

    @Autowired
    private BuildRuns builds;

    @Autowired
    private ObjectStore store;

    @Autowired
    private RegistryClient registries;

    @Autowired
    private BuildKitChoice buildKit;

    /** What a container file may do with an image of another registry. */
    enum Use {
        FROM("""
                FROM %s
                RUN ["/bin/busybox", "cat", "/secret"]
                """),
        COPY("""
                FROM scratch
                COPY --from=%s /secret /copy
                """);

        private final String containerFile;

        Use(String containerFile) {
            this.containerFile = containerFile;
        }
    }

    @DynamicPropertySource
    static void folders(DynamicPropertyRegistry properties) throws IOException {
        Path lost = lost();
        Files.createDirectories(lost.resolve("state"));
        Files.writeString(lost.resolve("state/content"), "content");
        Files.createFile(lost.resolve("in-use"));
        left = new ProcessBuilder("sleep", "4730").directory(lost.toFile()).start();
        properties.add("wave.store.location", () -> folder.resolve("objects").toString());
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
        properties.add("wave.build.buildkit.restricted.max-idle", () -> MAX_IDLE);
    }

    private static Path restricted() throws IOException {
        return folder.toRealPath().resolve("buildkit/restricted");
    }

    private static Path lost() throws IOException {
        return restricted().resolve("lost");
    }

    @AfterAll
    static void stop() {
        left.destroyForcibly();
        FOREIGN.close();
        REGISTRY.close();
    }

    @BeforeEach
    void requireBuildKit() {
        assumeThat(buildKit.isBuildKit()).as("builds use BuildKit").isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void anIndexThatNamesTheManifestOfARestrictedImage(Use use) {
        Restricted base = usedBase();
        String foreign = ForeignImage.index(FOREIGN, registries, base.image(), base.digest());
        assertThatOnlyTheScopeGetsIt(base, use.containerFile.formatted(foreign), foreign);
    }

    @ParameterizedTest
    @EnumSource
    void aManifestThatNamesTheLayersOfARestrictedImage(Use use) {
        Restricted base = usedBase();
        String foreign = ForeignImage.layers(FOREIGN, registries, base.image(), base.digest());
        assertThatOnlyTheScopeGetsIt(
                base,
                use.containerFile.formatted(foreign),
                "containerFile: an image that it uses is incomplete: its registry does not have sha256:");
    }

    /** A build of the scope gets the content without its bytes, so that the same build of others fails for lack of them only. */
    private void assertThatOnlyTheScopeGetsIt(Restricted base, String containerFile, String message) {
        for (String other : new @Nullable String[] {null, newScope()}) {
            JobRecord end = builds.run(build(other, containerFile));
            assertThat(end.failure()).startsWith("build failed: ").contains(message);
        }
        assertThat(builds.run(build(base.scope(), containerFile)).failure()).isNull();
    }

    @Test
    void buildsOfTheSameScopeShareTheCache() {
        Restricted base = usedBase();
        BuildSpec second = build(base.scope(), Use.FROM.containerFile.formatted(base.image()));
        assertThat(builds.run(second).failure()).isNull();
        assertThat(builds.log(second)).contains("CACHED");
        BuildSpec other = build(newScope(), Use.FROM.containerFile.formatted(base.image()));
        assertThat(builds.run(other).failure()).isNull();
        assertThat(builds.log(other)).doesNotContain("CACHED");
    }

    @Test
    void scopesBuildAtTheSameTime() {
        String scope = newScope();
        List<BuildSpec> running =
                List.of(build(scope, sleep(4731)), build(scope, sleep(4732)), build(newScope(), sleep(4733)));
        running.forEach(build -> builds.send(new BuildCommand.Start(build)));
        await().atMost(TIMEOUT).until(() -> Stream.of(4731, 4732, 4733).allMatch(AccessScopeIT::isSleeping));
        running.forEach(build -> builds.send(new BuildCommand.Cancel(build.id())));
        running.forEach(build -> assertThat(builds.awaitEnd(build).failure()).isEqualTo("build was cancelled"));
    }

    @Test
    void buildIsBegunAgainWhenTheDaemonOfItsScopeIsKilled() {
        BuildSpec build = build(newScope(), sleep(4));
        builds.send(new BuildCommand.Start(build));
        await().atMost(TIMEOUT).until(() -> isSleeping(4));
        daemons().forEach(ProcessHandle::destroyForcibly);
        assertThat(builds.awaitEnd(build).failure()).isNull();
        assertThat(builds.log(build)).contains("Connection to BuildKit lost; restarting the build");
    }

    @Test
    void onlyTheDaemonsOfTheLastScopesAreKept() throws IOException {
        for (int number = 0; number <= MAX_IDLE; number++) {
            assertThat(builds.run(build(newScope(), base("none"))).failure()).isNull();
        }
        await().atMost(TIMEOUT).untilAsserted(() -> {
            assertThat(daemons()).hasSize(MAX_IDLE);
            try (Stream<Path> states = Files.list(restricted())) {
                assertThat(states).hasSize(MAX_IDLE);
            }
        });
    }

    @Test
    void stateThatAKilledWorkerHasLeftIsRemoved() throws IOException {
        Path lost = lost();
        await().atMost(TIMEOUT).until(() -> Files.notExists(lost));
        assertThat(left.isAlive()).isFalse();
    }

    /** An image that a build of a scope has used. */
    private record Restricted(ImageReference image, Digest digest, String scope) {}

    private Restricted usedBase() {
        BuildSpec base = build(newScope(), base(UUID.randomUUID().toString()));
        Digest digest = Objects.requireNonNull(builds.run(base).digest());
        String scope = newScope();
        BuildSpec first = build(scope, Use.FROM.containerFile.formatted(base.target()));
        assertThat(builds.run(first).failure()).isNull();
        return new Restricted(base.target(), digest, scope);
    }

    private static String base(String secret) {
        return """
                FROM scratch
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "sh", "-c", "echo %s > /secret"]
                """.formatted(secret);
    }

    private static String sleep(int seconds) {
        return """
                FROM scratch
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "sleep", "%d"]
                """.formatted(seconds);
    }

    private BuildSpec build(@Nullable String scope, String containerFile) {
        BuildSpec build =
                TestBuilds.withContainerFile(TestBuilds.running("true", REGISTRY.host(), store), containerFile);
        return build.of(build.work().within(scope));
    }

    private static String newScope() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static boolean isSleeping(int seconds) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .anyMatch(line -> line.endsWith("/bin/busybox sleep " + seconds));
    }

    /** The daemons of scopes. */
    private static Stream<ProcessHandle> daemons() {
        return ProcessHandle.current().descendants().filter(process -> isDaemon(process.info()));
    }

    private static boolean isDaemon(ProcessHandle.Info process) {
        String program = process.command().orElse("");
        String restricted = folder.getFileName() + "/buildkit/restricted/";
        return program.substring(program.lastIndexOf('/') + 1).startsWith("buildkitd")
                && process.commandLine().orElse("").contains(restricted);
    }
}
