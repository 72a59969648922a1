package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.wave.build.BuildCommand;
import io.wave.build.BuildCompression;
import io.wave.build.BuildSpec;
import io.wave.build.BuildSteps;
import io.wave.builder.buildkit.BuildKitChoice;
import io.wave.image.Digest;
import io.wave.image.Tag;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.engine.tool.SearchPath;
import io.wave.oci.MediaTypes;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.push.RepositoryPush;
import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Builds from the command to the registry, on real servers and with the real builder. */
class BuildIT extends SharedBuilder {

    @Autowired
    private BuildRuns builds;

    @Autowired
    private ObjectStore store;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private RootKey rootKey;

    @Autowired
    private RegistryClient registries;

    @Autowired
    private BuildKitChoice buildKit;

    @LocalServerPort
    private int port;

    private final JsonMapper json = JsonMapper.builder().build();

    /** Clients set the times of files to a fixed one. */
    @Test
    void filesOfTheSameSizeAndTimeAreThoseOfTheirOwnContext() {
        for (String content : List.of("numpy=1", "numpy=2")) {
            BuildSpec build = TestBuilds.withContext(
                    TestBuilds.running("true", REGISTRY.host(), store),
                    "FROM scratch\nCOPY packages /packages\n",
                    TestBuilds.context(store, "packages", content.getBytes(StandardCharsets.UTF_8)));
            assertThat(builds.run(build).failure()).isNull();
            assertThat(PulledImage.pull(registries, build.target()).files())
                    .containsEntry("packages", PulledImage.file(0755, "0:0", content.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void pushesWhatItBuilt() throws Exception {
        BuildSpec build = TestBuilds.running("/bin/busybox echo hello > /greeting", REGISTRY.host(), store);
        JobRecord end = builds.run(build);
        assertThat(end.failure()).isNull();
        assertThat(end.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(end.digest()).isEqualTo(pushed(build));
        assertThat(builds.log(build)).contains("RUN [\"/bin/busybox\"");
        // The folder goes after the end is recorded.
        await().untilAsserted(() -> assertThat(FOLDER.resolve("work")).isEmptyDirectory());
    }

    @Test
    void reportsTheCauseOfAFailedStep() {
        BuildSpec build = TestBuilds.running("/bin/busybox echo it broke; exit 7", REGISTRY.host(), store);
        JobRecord end = builds.run(build);
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.exitCode()).isEqualTo(7);
        assertThat(end.failure()).startsWith("build failed: exit code 7").contains("it broke");
    }

    @Test
    void buildIsEndedAtItsDeadline() {
        BuildSpec build = TestBuilds.running("/bin/busybox sleep 4711", REGISTRY.host(), store, Duration.ofSeconds(4));
        JobRecord end = builds.run(build);
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure()).startsWith("build timed out after 4 s");
        assertThat(ProcessHandle.allProcesses())
                .noneMatch(process -> process.info().commandLine().orElse("").contains("sleep 4711"));
    }

    @Test
    void isCancelledWhileItRuns() {
        BuildSpec build = TestBuilds.running("/bin/busybox sleep 4712", REGISTRY.host(), store);
        builds.send(new BuildCommand.Start(build));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> text(new ObjectName("logs/%s/000000001-000000000".formatted(build.id())))
                        .contains("RUN"));
        builds.send(new BuildCommand.Cancel(build.id()));
        JobRecord end = builds.awaitEnd(build);
        assertThat(end.failure()).isEqualTo("build was cancelled");
        assertThat(ProcessHandle.allProcesses())
                .noneMatch(process -> process.info().commandLine().orElse("").contains("sleep 4712"));
    }

    @Test
    void stepsAreStoredWhileTheBuildRuns() {
        assumeThat(buildKit.isBuildKit()).as("builds use BuildKit").isTrue();
        BuildSpec build = TestBuilds.running("/bin/busybox sleep 4714", REGISTRY.host(), store);
        builds.send(new BuildCommand.Start(build));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(builds.steps(build)).hasValueSatisfying(steps -> {
                    assertThat(steps.begun()).isEqualTo(2);
                    assertThat(steps.total()).isEqualTo(2);
                    assertThat(state(steps, "[1/2] COPY busybox")).isEqualTo(BuildSteps.State.SUCCEEDED);
                    assertThat(state(steps, "[2/2] RUN")).isEqualTo(BuildSteps.State.RUNNING);
                }));
        builds.send(new BuildCommand.Cancel(build.id()));
        assertThat(builds.awaitEnd(build).failure()).isEqualTo("build was cancelled");
    }

    @Test
    void stepsSayWhatWasCachedAndWhatFailed() {
        assumeThat(buildKit.isBuildKit()).as("builds use BuildKit").isTrue();
        String commands = "/bin/busybox echo %d > /unique".formatted(System.nanoTime());
        BuildSpec first = TestBuilds.running(commands, REGISTRY.host(), store);
        assertThat(builds.run(first).failure()).isNull();
        BuildSteps.Step ran = step(builds.steps(first).orElseThrow(), "[2/2] RUN");
        assertThat(ran.cached()).isFalse();
        assertThat(ran.state()).isEqualTo(BuildSteps.State.SUCCEEDED);
        assertThat(ran.active()).isPositive();

        BuildSpec second = TestBuilds.running(commands, REGISTRY.host(), store);
        assertThat(builds.run(second).failure()).isNull();
        BuildSteps cached = builds.steps(second).orElseThrow();
        assertThat(step(cached, "[2/2] RUN").cached()).isTrue();
        assertThat(cached.steps()).extracting(BuildSteps.Step::state).containsOnly(BuildSteps.State.SUCCEEDED);
        assertThat(builds.log(second))
                .contains("#%d CACHED".formatted(step(cached, "[2/2] RUN").number()));

        BuildSpec broken = TestBuilds.running("/bin/busybox echo it broke; exit 7", REGISTRY.host(), store);
        String failure = String.valueOf(builds.run(broken).failure());
        BuildSteps.Step failed = step(builds.steps(broken).orElseThrow(), "[2/2] RUN");
        assertThat(failed.state()).isEqualTo(BuildSteps.State.FAILED);
        assertThat(failed.error()).endsWith("exit code: 7");
        assertThat(failure).isEqualTo("build failed: exit code 7 in step %s:\nit broke".formatted(failed.name()));
    }

    private static BuildSteps.State state(BuildSteps steps, String name) {
        return step(steps, name).state();
    }

    private static BuildSteps.Step step(BuildSteps steps, String name) {
        return steps.steps().stream()
                .filter(step -> step.name().startsWith(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among " + steps));
    }

    @Test
    void redeliveredCommandStartsOneBuild() {
        BuildSpec build = TestBuilds.running("/bin/busybox true", REGISTRY.host(), store);
        builds.send(new BuildCommand.Start(build));
        JobRecord end = builds.run(build);
        assertThat(end.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(jdbc.sql("SELECT attempt FROM jobs.job WHERE id = ?")
                        .param(build.id().toString())
                        .query(Integer.class)
                        .list())
                .containsExactly(1);
    }

    @Test
    void lateCommandIsNotRun() {
        BuildSpec build = TestBuilds.requestedBefore(
                TestBuilds.running("/bin/busybox true", REGISTRY.host(), store), Duration.ofMinutes(10));
        JobRecord end = builds.run(build);
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure()).isEqualTo(JobKind.BUILD.notStartedInTime());
        assertThat(jdbc.sql("SELECT attempt FROM jobs.job WHERE id = ?")
                        .param(build.id().toString())
                        .query(Integer.class)
                        .list())
                .containsExactly(0);
    }

    @Test
    void unreadableCommandWithoutValidHmacFailsNoBuild() {
        BuildSpec build = TestBuilds.running("/bin/busybox true", REGISTRY.host(), store);
        String command = json.writeValueAsString(new BuildCommand.Start(build));
        builds.sendUnsigned(build.target().toString(), command.replace("linux/amd64", "linux/vax"));
        builds.sendUnsigned(build.target().toString(), json.writeValueAsString(new BuildCommand.Cancel(build.id())));
        assertThat(builds.run(build).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void unreadableCommandFailsItsBuild() {
        BuildSpec build = TestBuilds.running("/bin/busybox true", REGISTRY.host(), store);
        String command = json.writeValueAsString(new BuildCommand.Start(build)).replace("linux/amd64", "linux/vax");
        builds.send(build.target().toString(), command);
        JobRecord end = builds.awaitEnd(build);
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure())
                .startsWith("build failed: invalid build command")
                .contains("vax");
    }

    @Test
    void imageHasRequestedConfiguration() throws Exception {
        BuildSpec.StoredLayer layer = TestBuilds.layer("hello.txt", "hello", store);
        BuildSpec build = TestBuilds.withLayers(
                TestBuilds.running("true", REGISTRY.host(), store),
                """
                FROM scratch
                COPY busybox /bin/busybox
                ENV WAVE_ENTRY_CHAIN="sh -c \\"\\$X\\""
                ADD layer-%s.tar.gz /
                WORKDIR "/two words/\\$x"
                ENV A="b c" B=plain#1 C="\\$HOME \\"q\\" c:\\\\ it's"
                ENTRYPOINT ["/e", "two words", "$HOME", "a\\\\b \\"q\\""]
                CMD ["x\\u0009y"]
                """.formatted(layer.gzipDigest().hex()),
                List.of(layer),
                new BuildCompression(BuildCompression.Mode.zstd, 3, null));
        JobRecord end = builds.run(build);
        assertThat(end.failure()).isNull();
        JsonNode manifest = json.readTree(fetch("manifests/" + build.id().containerId()));
        assertThat(manifest.path("layers"))
                .allSatisfy(
                        each -> assertThat(each.path("mediaType").asString()).endsWith("tar+zstd"));
        JsonNode config = json.readTree(
                        fetch("blobs/" + manifest.path("config").path("digest").asString()))
                .path("config");
        assertThat(texts(config.path("Env")))
                .contains("WAVE_ENTRY_CHAIN=sh -c \"$X\"", "A=b c", "B=plain#1", "C=$HOME \"q\" c:\\ it's");
        assertThat(config.path("WorkingDir").asString()).isEqualTo("/two words/$x");
        assertThat(texts(config.path("Entrypoint"))).containsExactly("/e", "two words", "$HOME", "a\\b \"q\"");
        assertThat(texts(config.path("Cmd"))).containsExactly("x\ty");
    }

    @Test
    void layerThatDoesNotMatchItsDigestIsRejected() {
        BuildSpec.StoredLayer layer = TestBuilds.layer("hello.txt", "hello", store);
        BuildSpec build = TestBuilds.withLayers(
                TestBuilds.running("true", REGISTRY.host(), store),
                "FROM scratch\nADD layer-%s.tar.gz /\n"
                        .formatted(layer.gzipDigest().hex()),
                List.of(new BuildSpec.StoredLayer(
                        layer.location(), layer.gzipDigest(), layer.gzipSize(), Digest.of(new byte[1]))),
                new BuildCompression(null, null, null));
        assertThat(builds.run(build).failure())
                .startsWith("build failed: layer sha256:")
                .endsWith("the tar digest of the fetched content does not match");
    }

    @Test
    void contextIsUnchangedInImage() throws IOException {
        BuildSpec build = TestBuilds.withContext(
                TestBuilds.running("true", REGISTRY.host(), store),
                """
                FROM scratch
                COPY busybox /bin/busybox
                COPY . /c/
                RUN ["/bin/busybox", "sh", "-c", "cd /c; B=/bin/busybox; set -ex; [ $($B stat -c %a keep) = 444 ]; [ $($B stat -c %a tool) = 700 ]; [ ! -e a.log ]; $B grep -qxF '*.log' .dockerignore"]
                """,
                TestBuilds.context(
                        store,
                        TestBuilds.ContextFile.busybox(),
                        new TestBuilds.ContextFile("ignored", text("*.log"), 0644),
                        TestBuilds.ContextFile.link(".dockerignore", "ignored"),
                        new TestBuilds.ContextFile("a.log", text("log"), 0644),
                        new TestBuilds.ContextFile("keep", text("kept"), 0444),
                        new TestBuilds.ContextFile("tool", text("tool"), 0700)));
        assertThat(builds.run(build).failure()).isNull();
    }

    @Test
    void linkThatLeavesTheContextThroughAnotherLinkIsRejected() throws IOException {
        BuildSpec build = TestBuilds.withContext(
                TestBuilds.running("true", REGISTRY.host(), store),
                """
                FROM scratch
                COPY busybox /bin/busybox
                RUN --mount=type=bind,source=v3,target=/v /bin/busybox ls /v
                """,
                TestBuilds.context(
                        store,
                        TestBuilds.ContextFile.busybox(),
                        TestBuilds.ContextFile.link("d1/d2/u", "../.."),
                        TestBuilds.ContextFile.link("v1", "d1/d2/u/.."),
                        TestBuilds.ContextFile.link("v3", "v1/..")));
        assertThat(builds.run(build).failure())
                .startsWith("build failed: buildContext: 'v1' refers to a path outside the context");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM docker-archive:/etc/passwd",
                "FROM scratch\nCOPY --from=dir:/etc / /",
            })
    void filesOfTheWorkerAreRejectedAsSources(String containerFile) {
        BuildSpec build =
                TestBuilds.withContainerFile(TestBuilds.running("true", REGISTRY.host(), store), containerFile);
        assertThat(builds.run(build).failure()).startsWith("build failed: containerFile: line ");
    }

    @Test
    void buildCannotConnectToPrivateAddresses() {
        BuildSpec build = TestBuilds.running("/bin/busybox wget -O- http://10.255.255.1/", REGISTRY.host(), store);
        assertThat(builds.run(build).failure())
                .startsWith("build failed: containerFile: host '10.255.255.1' has a private address");
    }

    @Test
    void proxyOfWorkerIsNotInImage() throws Exception {
        BuildSpec build = TestBuilds.running(
                "/bin/busybox env | /bin/busybox grep -q http_proxy=http://build:", REGISTRY.host(), store);
        assertThat(builds.run(build).failure()).isNull();
        JsonNode manifest = json.readTree(fetch("manifests/" + build.id().containerId()));
        assertThat(new String(
                        fetch("blobs/" + manifest.path("config").path("digest").asString()), StandardCharsets.UTF_8))
                .doesNotContain("127.0.0.1", "NO_PROXY");
    }

    @Test
    void layersOfStepsContainNoFilesOfBuilder() {
        assumeThat(buildKit.isBuildKit()).as("builds use BuildKit").isTrue();
        BuildSpec build = TestBuilds.running(
                "/bin/busybox cat /etc/hosts /etc/resolv.conf > /bin/mounted", REGISTRY.host(), store);
        assertThat(builds.run(build).failure()).isNull();
        assertThat(PulledImage.pull(registries, build.target()).files().keySet())
                .contains("bin/mounted")
                .noneMatch(path -> path.startsWith("etc") || path.startsWith("run"));
    }

    @ParameterizedTest
    @CsvSource({"test/frontend, true", "test/build, false"})
    void syntaxLineIsFollowedIfTheImageIsAllowed(String repository, boolean allowed) {
        assumeThat(buildKit.isBuildKit()).as("builds use BuildKit").isTrue();
        BuildSpec any = TestBuilds.running("true", REGISTRY.host(), store);
        BuildSpec frontend = TestBuilds.to(TestBuilds.withContainerFile(any, """
                FROM scratch
                COPY busybox /bin/busybox
                ENTRYPOINT ["/bin/busybox", "sh", "-c", "exit 42"]
                """), repository);
        assertThat(builds.run(frontend).failure()).isNull();
        BuildSpec build = TestBuilds.withContainerFile(
                TestBuilds.running("true", REGISTRY.host(), store),
                "# syntax=%s\nFROM scratch\nCOPY busybox /x\n".formatted(frontend.target()));

        JobRecord end = builds.run(build);

        if (allowed) {
            assertThat(end.failure()).contains("exit code: 42");
        } else {
            assertThat(end.failure()).isNull();
            assertThat(builds.log(build))
                    .contains("The line '# syntax=%s' is ignored: the operator does not allow this image"
                            .formatted(frontend.target()));
        }
    }

    @Test
    void missingBaseImageIsNamedInTheFailure() {
        BuildSpec build = TestBuilds.running("true", REGISTRY.host(), store);
        BuildSpec missing = TestBuilds.withContainerFile(build, "FROM %s/no/base:1".formatted(REGISTRY.host()));
        assertThat(builds.run(missing).failure())
                .startsWith("build failed: base image %s/no/base:1 not found".formatted(REGISTRY.host()));
    }

    @Test
    void cachedLayersAreUsedByTheNextBuild() {
        String cache = REGISTRY.host() + "/test/cache";
        BuildSpec first =
                TestBuilds.withCache(TestBuilds.running("/bin/busybox date > /when", REGISTRY.host(), store), cache);
        assertThat(builds.run(first).state()).isEqualTo(JobState.SUCCEEDED);
        BuildSpec later =
                TestBuilds.withCache(TestBuilds.running("/bin/busybox date > /when", REGISTRY.host(), store), cache);
        // The time of the request is in the image.
        BuildSpec second =
                TestBuilds.requestedBefore(later, Duration.between(first.requestedAt(), later.requestedAt()));
        assertThat(builds.run(second).digest()).isEqualTo(builds.awaitEnd(first).digest());
    }

    @Test
    void buildSucceedsWithoutItsCache() {
        BuildSpec build = TestBuilds.withCache(
                TestBuilds.running("/bin/busybox true", REGISTRY.host(), store), "localhost:1/test/cache");
        JobRecord end = builds.run(build);
        assertThat(end.failure()).isNull();
        assertThat(end.state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void buildFailsWithoutSingularity() {
        assumeThat(singularity()).as("singularity or apptainer is on the PATH").isEmpty();
        JobRecord end = builds.run(imageOfSingularity());
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure())
                .isEqualTo("build failed: format: 'sif' requires singularity or apptainer,"
                        + " but neither is installed on the build worker");
    }

    @Test
    void singularityImageIsBuiltAndPushed() {
        assumeThat(singularity())
                .as("needs singularity or apptainer on the PATH")
                .isPresent();
        JobRecord end = builds.run(imageOfSingularity());
        assertThat(end.failure()).isNull();
        assertThat(end.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(end.digest()).isNotNull();
    }

    private static Optional<String> singularity() {
        return SearchPath.ours().firstOf(List.of("singularity", "apptainer"));
    }

    private BuildSpec imageOfSingularity() {
        return TestBuilds.ofSingularity(TestBuilds.running("true", REGISTRY.host(), store), """
                BootStrap: scratch
                %files
                    {{wave_context_dir}}/busybox /bin/busybox
                """);
    }

    @Test
    void isReadyWithItsToolsAndServers() throws Exception {
        HttpResponse<String> answer = get("/actuator/health/readiness", rootKey.internalSecret());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"db\"", "\"kafka\"", "\"tools\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/readiness", "/actuator/health/liveness"})
    void unauthenticatedCallersSeeOnlyTheStatus(String path) throws Exception {
        for (String key : new String[] {"", "wrong"}) {
            HttpResponse<String> answer = get(path, key);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .startsWith("{\"")
                    .contains("\"status\":\"UP\"")
                    .doesNotContain("components", "details");
        }
    }

    @Test
    void metricsReportTheOutbox() throws Exception {
        HttpResponse<String> answer = get("/actuator/metrics/wave.outbox.rows", rootKey.internalSecret());
        assertThat(answer.body()).contains("kafka", "redis");
        assertThat(get("/actuator/metrics/wave.outbox.rows", "").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path, String key) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:%d%s".formatted(port, path)))
                            .header(InternalApi.KEY_HEADER, key)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    private Digest pushed(BuildSpec build) throws IOException, InterruptedException {
        return Digest.of(fetch("manifests/" + build.id().containerId()));
    }

    @Test
    void lockFileOfACachedStepIsThatOfTheStep() throws IOException {
        assumeThat(buildKit.isBuildKit()).as("builds use BuildKit").isTrue();
        String file = """
                FROM scratch AS build
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "--install", "-s", "/bin"]
                RUN date +%%s%%N > /lock && echo %d && echo '>> CONDA_LOCK_START' \\
                    && cat /lock && echo '<< CONDA_LOCK_END'
                FROM scratch
                COPY --from=build /lock /
                LABEL number=""".formatted(System.nanoTime());
        BuildSpec first = withFile(file + "1");
        BuildSpec second = withFile(file + "2");
        assertThat(builds.run(first).failure()).isNull();
        assertThat(builds.run(second).failure()).isNull();
        assertThat(builds.log(second)).contains("CACHED").doesNotContain("Lock file");
        assertThat(text(ObjectName.lock(second.id().toString())))
                .isNotEmpty()
                .isEqualTo(text(ObjectName.lock(first.id().toString())));
    }

    private BuildSpec withFile(String containerFile) {
        return TestBuilds.withContainerFile(TestBuilds.running("true", REGISTRY.host(), store), containerFile);
    }

    @Test
    void imagesNamedByDigestAreReadableForTheTenantAlthoughTheDaemonHasThem() throws Exception {
        assumeThat(buildKit.isBuildKit()).as("builds use BuildKit").isTrue();
        BuildSpec base = TestBuilds.running("true", REGISTRY.host(), store);
        Digest digest = Objects.requireNonNull(builds.run(base).digest());
        assertThat(builds.run(onTopOf(base, digest, "first")).failure()).isNull();
        delete(digest);
        assertThat(builds.run(onTopOf(base, digest, "second")).failure())
                .isEqualTo("build failed: containerFile: image %s not found"
                        .formatted(base.target().at(digest)));
    }

    private BuildSpec onTopOf(BuildSpec base, Digest digest, String words) {
        return TestBuilds.withContainerFile(TestBuilds.running("true", REGISTRY.host(), store), """
                FROM %s
                RUN ["/bin/busybox", "echo", "%s"]
                """.formatted(
                        base.target().at(digest), words));
    }

    private static void delete(Digest digest) throws IOException, InterruptedException {
        URI manifest = URI.create("http://%s/v2/test/build/manifests/%s".formatted(REGISTRY.host(), digest));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<Void> answer = http.send(
                    HttpRequest.newBuilder(manifest).DELETE().build(), HttpResponse.BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(202);
        }
    }

    /** Some tools that assemble images leave it out. */
    @Test
    void baseImageWithoutArchitectureIsForAnyPlatform() throws IOException {
        assumeThat(buildKit.isBuildKit()).as("builds use BuildKit").isTrue();
        BuildSpec.StoredLayer layer = TestBuilds.layer("data", "of any platform", store);
        byte[] config = text("{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"%s\"]}}".formatted(layer.tarDigest()));
        byte[] manifest = text("""
                {"schemaVersion":2,"mediaType":"%s",
                 "config":{"mediaType":"%s","digest":"%s","size":%d},
                 "layers":[{"mediaType":"%s","digest":"%s","size":%d}]}
                """.formatted(
                        MediaTypes.OCI_MANIFEST,
                        MediaTypes.OCI_CONFIG,
                        Digest.of(config),
                        config.length,
                        MediaTypes.OCI_LAYER_GZIP,
                        layer.gzipDigest(),
                        layer.gzipSize()));
        RepositoryPush push = registries.into(REGISTRY.host(), "test/data", new RegistryAccess("anonymous"));
        var _ = push.upload(config).blockOptional().orElseThrow();
        try (InputStream content =
                store.open(ObjectName.blob(layer.gzipDigest())).orElseThrow()) {
            var _ = push.upload(content.readAllBytes()).blockOptional().orElseThrow();
        }
        var _ = push.manifest(new Tag("1"), MediaTypes.OCI_MANIFEST, manifest)
                .blockOptional()
                .orElseThrow();
        BuildSpec build = TestBuilds.withContainerFile(
                TestBuilds.running("true", REGISTRY.host(), store),
                "FROM %s/test/data:1\nCOPY busybox /busybox\n".formatted(REGISTRY.host()));
        assertThat(builds.run(build).failure()).isNull();
    }

    private byte[] fetch(String path) throws IOException, InterruptedException {
        URI manifest = URI.create("http://%s/v2/test/build/%s".formatted(REGISTRY.host(), path));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(manifest)
                            .header("Accept", "application/vnd.oci.image.manifest.v1+json")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String text(ObjectName name) throws IOException {
        var content = store.open(name);
        if (content.isEmpty()) {
            return "";
        }
        try (InputStream in = content.get()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
