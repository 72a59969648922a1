package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.build.BuildCommand;
import io.wave.build.BuildId;
import io.wave.build.BuildOutput;
import io.wave.build.BuildSource;
import io.wave.build.BuildSpec;
import io.wave.build.BuildSpec.Assembly;
import io.wave.build.BuildWork;
import io.wave.builder.buildkit.BuildKitChoice;
import io.wave.container.ContainerConfig;
import io.wave.container.ContainerId;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.image.Tag;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.local.server.DockerRegistry;
import io.wave.oci.MediaTypes;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.push.BlobSource;
import io.wave.registry.push.RepositoryPush;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Frozen images that are put together without a build, against what the builder makes of the same file. */
@IntegrationTest(properties = {"spring.config.name=build-orchestrator", "wave.registry-client.max-retries=0"})
@Import(BuildRuns.class)
class AssemblyIT {

    private static final RegistryAccess ACCESS = new RegistryAccess("anonymous");
    private static final String HTPASSWD = "user:$2b$05$abcdefghijklmnopqrstuuLk9PsWWsdHMJYBsDB08UaKt.SjTQ6Ne\n";
    private static final DockerRegistry REGISTRY = LocalServices.newRegistry();
    private static final ScriptedRegistry WEB = ScriptedRegistry.start();
    private static final String BASE = """
            FROM scratch
            COPY busybox /bin/busybox
            ENV PATH=/bin A=1 B=two
            LABEL maker=test
            EXPOSE 80
            USER 1000
            VOLUME /data
            STOPSIGNAL SIGINT
            SHELL ["/bin/busybox", "sh", "-ec"]
            HEALTHCHECK --interval=5m --start-period=2s --retries=4 CMD check
            ENTRYPOINT ["/bin/busybox", "sh"]
            CMD ["-c", "true"]
            """;

    @TempDir
    private static Path folder;

    @TempDir
    private static Path guardedFolder;

    private static @Nullable DockerRegistry guarded;

    @Autowired
    private BuildRuns builds;

    @Autowired
    private ObjectStore store;

    @Autowired
    private RegistryClient registries;

    @Autowired
    private BuildKitChoice buildKit;

    private final JsonMapper json = JsonMapper.builder().build();
    private final TestLayer layer = TestLayer.of("opt/tool", "run", "tool");

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) {
        DockerRegistry started = DockerRegistry.startProtected(guardedFolder, HTPASSWD);
        guarded = started;
        properties.add("wave.registries[%s].username".formatted(started.host()), () -> "user");
        properties.add("wave.registries[%s].password".formatted(started.host()), () -> "a secret: with /+ odd=chars");
        properties.add("wave.store.location", () -> folder.resolve("objects").toString());
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
    }

    @AfterAll
    static void stopServers() {
        REGISTRY.close();
        WEB.close();
        if (guarded != null) {
            guarded.close();
        }
    }

    @Test
    void equalsABuildOfTheSameFile() {
        ImageReference base = base();
        store.put(ObjectName.blob(layer.digest()), layer.tarGz());
        var config = new ContainerConfig(
                List.of("/opt/tool/run", "x y"),
                null,
                List.of("B=2", "C=three"),
                null,
                List.of(layer.at(Layer.storedAt(layer.digest()))));
        String file = """
                FROM %s
                ENV WAVE_ENTRY_CHAIN="/bin/busybox sh"
                ADD layer-%s.tar.gz /
                ENV B=2 C=three
                ENTRYPOINT ["/opt/tool/run", "x y"]
                """.formatted(base, layer.digest().hex());

        BuildSpec assembled = spec("test/frozen", file, null, new Assembly(base, config));
        BuildSpec built = spec(
                "test/frozen",
                file,
                TestBuilds.context(
                        store, "layer-%s.tar.gz".formatted(layer.digest().hex()), layer.tarGz()),
                null);
        JobRecord end = builds.run(assembled);

        assertThat(end.failure()).isNull();
        assertThat(end.note()).isEqualTo("assembled without a build");
        assertThat(builds.run(built).failure()).isNull();
        PulledImage ours = PulledImage.pull(registries, assembled.target());
        PulledImage theirs = PulledImage.pull(registries, built.target());
        assertThat(runConfig(ours)).isEqualTo(runConfig(theirs));
        assertThat(ours.config().path("architecture")).isEqualTo(theirs.config().path("architecture"));
        assertThat(ours.config().path("os")).isEqualTo(theirs.config().path("os"));
        if (buildKit.isBuildKit()) {
            assertThat(ours.manifest().path("mediaType"))
                    .isEqualTo(theirs.manifest().path("mediaType"));
        }
        assertThat(ours.config().at("/config/Shell")).hasSize(3);
        assertThat(ours.config().at("/config/Healthcheck/Retries").asInt()).isEqualTo(4);
        assertThat(ours.files()).isEqualTo(theirs.files());
        assertThat(ours.manifest().path("layers").valueStream().toList())
                .last()
                .satisfies(last -> assertThat(last.path("digest").asString())
                        .isEqualTo(layer.digest().toString()));
        assertThat(ours.config().path("created").asString()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(builds.log(assembled)).contains("assembled without a build: " + end.digest());
        assertThat(builds.log(built)).contains("ADD layer-");
        // The folder goes after the end is recorded.
        await().untilAsserted(() -> assertThat(folder.resolve("work")).isEmptyDirectory());
    }

    @Test
    void missingWorkingDirIsBuilt() {
        ImageReference base = base();
        var config = new ContainerConfig(null, null, null, "/work/dir", List.of());

        BuildSpec spec =
                spec("test/folder", "FROM %s\nWORKDIR /work/dir\n".formatted(base), null, new Assembly(base, config));

        assertThat(builds.run(spec).failure()).isNull();
        assertThat(builds.log(spec)).contains("the folder '/work/dir' of workingDir has to be created");
        PulledImage image = PulledImage.pull(registries, spec.target());
        assertThat(image.config().at("/config/WorkingDir").asString()).isEqualTo("/work/dir");
        assertThat(image.files()).containsKey("work/dir");
    }

    @Test
    void equalRequestsProduceEqualImages() {
        ImageReference base = base();
        var config = new ContainerConfig(null, List.of("ls"), List.of("X=y"), null, List.of());

        JobRecord first = builds.run(spec("test/one", "FROM x", null, new Assembly(base, config)));
        JobRecord second = builds.run(spec("test/two", "FROM x", null, new Assembly(base, config)));

        assertThat(first.failure()).isNull();
        assertThat(first.digest()).isEqualTo(second.digest());
    }

    @Test
    void baseImageMayBeInAnotherRegistryWithCredentials() {
        ImageReference base = copied(base(), String.valueOf(guarded == null ? null : guarded.host()));
        var config = new ContainerConfig(null, null, List.of("X=y"), null, List.of());

        BuildSpec spec = spec("test/docker", "FROM x", null, new Assembly(base, config));
        JobRecord end = builds.run(spec);

        assertThat(end.failure()).isNull();
        PulledImage image = PulledImage.pull(registries, spec.target());
        assertThat(image.manifest().toString())
                .contains(MediaTypes.OCI_MANIFEST)
                .doesNotContain("docker");
        assertThat(image.config().at("/config/Env").toString()).contains("X=y", "WAVE_ENTRY_CHAIN=/bin/busybox sh");
        assertThat(image.files()).containsKey("bin/busybox");
        assertThat(builds.log(spec)).contains(" uploaded)");
    }

    @Test
    void layersAreFetchedFromUrlsAndImages() {
        ImageReference base = base();
        TestLayer included = TestLayer.of("opt/other", "file", "other");
        registries
                .into(REGISTRY.host(), "test/included", ACCESS)
                .upload(included.tarGz())
                .block();
        WEB.on("/layer.tar.gz", ScriptedAnswer.content("application/gzip", layer.tarGz()));
        var config = new ContainerConfig(
                null,
                null,
                null,
                null,
                List.of(
                        layer.at("http://%s/layer.tar.gz".formatted(WEB.host())),
                        included.at("docker://%s/v2/test/included/blobs/%s"
                                .formatted(REGISTRY.host(), included.digest()))));

        BuildSpec spec = spec("test/layers", "FROM x", null, new Assembly(base, config));

        assertThat(builds.run(spec).failure()).isNull();
        assertThat(PulledImage.pull(registries, spec.target()).files())
                .containsKeys("bin/busybox", "opt/tool/run", "opt/other/file");
    }

    @Test
    void layerThatDoesNotMatchTheRequestFailsTheBuild() {
        ImageReference base = base();
        WEB.on(
                "/wrong.tar.gz",
                ScriptedAnswer.content("application/gzip", layer.tarGz()).corrupted());
        var config = new ContainerConfig(
                null, null, null, null, List.of(layer.at("http://%s/wrong.tar.gz".formatted(WEB.host()))));

        JobRecord end = builds.run(spec("test/wrong", "FROM x", null, new Assembly(base, config)));

        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure())
                .startsWith("build failed: ")
                .contains(layer.digest().toString(), "does not match");
    }

    @Test
    void missingBaseImageIsNamedInTheFailure() {
        ImageReference gone = ImageReference.parse("%s/test/gone@sha256:%s".formatted(REGISTRY.host(), "0".repeat(64)));

        JobRecord end = builds.run(spec("test/orphan", "FROM x", null, new Assembly(gone, ContainerConfig.EMPTY)));

        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure()).startsWith("build failed: ").contains("test/gone", "not found");
    }

    @Test
    void imageThatCannotBeAssembledIsBuilt() {
        ImageReference base = withTrigger(base());
        var config = new ContainerConfig(null, null, List.of("X=y"), null, List.of());

        BuildSpec spec = spec("test/built", "FROM %s\nENV X=y\n".formatted(base), null, new Assembly(base, config));

        assertThat(builds.run(spec).failure()).isNull();
        assertThat(builds.log(spec))
                .contains("cannot be assembled, building instead: the base image has ONBUILD", "DONE");
        assertThat(PulledImage.pull(registries, spec.target())
                        .config()
                        .at("/config/Env")
                        .toString())
                .contains("TRIGGERED=1", "X=y");
    }

    @Test
    void isCancelledWhileWaitingForARegistry() {
        String digest = "sha256:" + "1".repeat(64);
        String path = "/v2/test/slow/manifests/" + digest;
        WEB.on(path, ScriptedAnswer.of(200).after(Duration.ofSeconds(25)));
        ImageReference slow = ImageReference.parse("%s/test/slow@%s".formatted(WEB.host(), digest));
        BuildSpec spec = spec("test/cancelled", "FROM x", null, new Assembly(slow, ContainerConfig.EMPTY));

        builds.send(new BuildCommand.Start(spec));
        await().atMost(Duration.ofSeconds(30)).until(() -> WEB.count("GET", path) > 0);
        builds.send(new BuildCommand.Cancel(spec.id()));

        assertThat(builds.awaitEnd(spec).failure()).isEqualTo("build was cancelled");
    }

    /** An image that buildah has built, by its digest. */
    private ImageReference base() {
        BuildSpec base = spec("test/base", BASE, TestBuilds.context(store, "busybox", busybox()), null);
        JobRecord end = builds.run(base);
        assertThat(end.failure()).isNull();
        return base.target().at(end.digest() == null ? Digest.of(new byte[0]) : end.digest());
    }

    /** The same image, in the Docker family, with an instruction for those who build on it. */
    private ImageReference withTrigger(ImageReference image) {
        RepositoryPush target = registries.into(image.registry(), image.repository(), ACCESS);
        ObjectNode manifest = docker(image);
        byte[] config = registries
                .content(
                        image.registry(),
                        image.repository(),
                        Digest.parse(manifest.at("/config/digest").asString()),
                        1 << 20,
                        ACCESS)
                .blockOptional()
                .orElseThrow();
        ObjectNode changed = (ObjectNode) json.readTree(config);
        ((ObjectNode) changed.path("config")).putArray("OnBuild").add("ENV TRIGGERED=1");
        byte[] bytes = json.writeValueAsBytes(changed);
        target.upload(bytes).block();
        ((ObjectNode) manifest.path("config"))
                .put("digest", Digest.of(bytes).toString())
                .put("size", bytes.length);
        return image.at(
                target.manifest(new Tag("trigger"), MediaTypes.DOCKER_MANIFEST, json.writeValueAsBytes(manifest))
                        .blockOptional()
                        .orElseThrow());
    }

    private ObjectNode docker(ImageReference image) {
        byte[] manifest =
                registries.manifest(image, ACCESS).blockOptional().orElseThrow().bytes();
        return (ObjectNode) json.readTree(new String(manifest, StandardCharsets.UTF_8)
                .replace(MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_MANIFEST)
                .replace(MediaTypes.OCI_CONFIG, MediaTypes.DOCKER_CONFIG)
                .replace(MediaTypes.OCI_LAYER_GZIP, MediaTypes.DOCKER_LAYER_GZIP));
    }

    /** The same image in another registry and of the other family. */
    private ImageReference copied(ImageReference image, String registry) {
        var target = registries.into(registry, "team/base", ACCESS);
        ObjectNode document = docker(image);
        document.path("layers").forEach(blob -> copy(image, blob, target));
        copy(image, document.path("config"), target);
        Digest digest = target.manifest(new Tag("1"), MediaTypes.DOCKER_MANIFEST, json.writeValueAsBytes(document))
                .blockOptional()
                .orElseThrow();
        return ImageReference.parse("%s/team/base@%s".formatted(registry, digest));
    }

    private void copy(ImageReference from, JsonNode blob, RepositoryPush to) {
        Digest digest = Digest.parse(blob.path("digest").asString());
        var source = new BlobSource(
                from.registry(), from.repository(), digest, blob.path("size").asLong());
        to.copy(source, ACCESS).block();
    }

    private BuildSpec spec(
            String repository, String file, BuildSpec.@Nullable StoredContext context, @Nullable Assembly assembly) {
        String id = "%016x".formatted(ThreadLocalRandom.current().nextLong());
        return new BuildSpec(
                new BuildId(new ContainerId(id), 1),
                new BuildWork(
                        ImageReference.parse("%s/%s:%s".formatted(REGISTRY.host(), repository, id)),
                        new BuildSource(file, null, context, null, null),
                        new BuildOutput(Platform.LINUX_AMD64, null, null, null),
                        assembly,
                        "anonymous",
                        null,
                        Duration.ofMinutes(5)),
                // Accepted however long ago it was asked for.
                Duration.ofDays(36_500),
                Instant.ofEpochSecond(1_700_000_000),
                null);
    }

    private static byte[] busybox() {
        try {
            return Files.readAllBytes(Path.of("/bin/busybox"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What engines run by; buildah leaves its own mark. */
    private static ObjectNode runConfig(PulledImage image) {
        ObjectNode config = ((ObjectNode) image.config().path("config")).deepCopy();
        ((ObjectNode) config.path("Labels")).remove("io.buildah.version");
        return config;
    }
}
