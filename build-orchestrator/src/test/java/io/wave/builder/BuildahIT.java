package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wave.build.BuildSpec;
import io.wave.job.JobRecord;
import io.wave.job.engine.tool.SearchPath;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.server.DockerRegistry;
import io.wave.registry.RegistryClient;
import io.wave.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** What buildah does otherwise than BuildKit unless it is kept from it. */
@IntegrationTest(properties = {"spring.config.name=build-orchestrator", "wave.build.builder=buildah"})
@Import(BuildRuns.class)
class BuildahIT {

    private static final DockerRegistry REGISTRY = LocalServices.newRegistry();

    @TempDir
    private static Path folder;

    @Autowired
    private BuildRuns builds;

    @Autowired
    private ObjectStore store;

    @Autowired
    private RegistryClient registries;

    @DynamicPropertySource
    static void folders(DynamicPropertyRegistry properties) {
        properties.add("wave.store.location", () -> folder.resolve("objects").toString());
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
    }

    @BeforeAll
    static void requireBuildah() {
        assumeThat(SearchPath.ours().has("buildah"))
                .as("buildah is on the PATH")
                .isTrue();
    }

    @AfterAll
    static void stopRegistry() {
        REGISTRY.close();
    }

    @Test
    void membersThatTheOciFormatLacksAreKept() {
        PulledImage image = built("""
                FROM scratch
                COPY busybox /bin/busybox
                SHELL ["/bin/busybox", "env", "USED=shell", "/bin/busybox", "sh", "-c"]
                RUN echo $USED > /out
                HEALTHCHECK --interval=5m CMD true
                ONBUILD ENV TRIGGERED=1
                """);
        JsonNode config = image.config().path("config");
        assertThat(image.files())
                .containsEntry("out", PulledImage.file(0644, "0:0", "shell\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(config.path("Shell")).hasSize(6);
        assertThat(config.path("Healthcheck").toString()).contains("\"CMD-SHELL\",\"true\"", "300000000000");
        assertThat(config.path("OnBuild").toString()).isEqualTo("[\"ENV TRIGGERED=1\"]");
    }

    @Test
    void buildsThatShareACacheHaveTheConfigurationOfTheirOwnBase() {
        for (String who : List.of("alice", "bob")) {
            BuildSpec base = spec("FROM scratch\nCOPY busybox /bin/busybox\nENV WHO=%s\n".formatted(who));
            assertThat(builds.run(base).failure()).isNull();
            BuildSpec build = TestBuilds.withCache(
                    spec("FROM %s\nRUN [\"/bin/busybox\", \"sh\", \"-c\", \"echo $WHO > /who\"]\n"
                            .formatted(base.target())),
                    REGISTRY.host() + "/test/cache");
            assertThat(builds.run(build).failure()).isNull();
            PulledImage image = PulledImage.pull(registries, build.target());
            assertThat(image.config().at("/config/Env").toString()).contains("WHO=" + who);
            assertThat(image.files())
                    .containsEntry("who", PulledImage.file(0644, "0:0", (who + "\n").getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void stageInAVariableIsKnown() {
        PulledImage image = built("""
                ARG STAGE=build
                FROM scratch AS build
                COPY busybox /bin/busybox
                FROM scratch
                ARG STAGE
                COPY --from=$STAGE /bin/busybox /busybox
                """);
        assertThat(image.files()).containsOnlyKeys("busybox");
    }

    @Test
    void whatTheInstalledVersionDoesNotKnowIsRefused() {
        JobRecord end = builds.run(spec("FROM scratch\nCOPY --unpack busybox /bin/busybox\n"));
        assertThat(end.failure())
                .startsWith(
                        "build failed: containerFile: line 2: COPY --unpack requires BuildKit; the build worker has buildah 1.");
    }

    private PulledImage built(String containerFile) {
        BuildSpec build = spec(containerFile);
        assertThat(builds.run(build).failure()).isNull();
        return PulledImage.pull(registries, build.target());
    }

    private BuildSpec spec(String containerFile) {
        return TestBuilds.withContainerFile(TestBuilds.running("true", REGISTRY.host(), store), containerFile);
    }
}
