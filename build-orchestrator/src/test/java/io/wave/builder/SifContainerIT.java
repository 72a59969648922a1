package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.build.BuildSpec;
import io.wave.image.Digest;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.engine.tool.SearchPath;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.server.DockerRegistry;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Singularity builds in containers, with a program that stands in for Apptainer. */
@IntegrationTest(properties = "spring.config.name=build-orchestrator")
@Import({BuildRuns.class, LocalContainers.Settings.class})
class SifContainerIT {

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
    static void properties(DynamicPropertyRegistry properties) {
        StandIn.addCredentials(properties, REGISTRY.host());
        properties.add("wave.store.location", () -> folder.resolve("objects").toString());
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
        properties.add("wave.jobs.runner", () -> LocalContainers.RUNNER);
    }

    @BeforeEach
    void installProgram() throws Exception {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        StandIn.writeTo(programs);
        LocalContainers.findProgramsIn(Optional.of(programs));
    }

    @AfterAll
    static void stop() {
        LocalContainers.findProgramsIn(Optional.empty());
        REGISTRY.close();
    }

    @Test
    void pushesWhatItBuilt() throws Exception {
        BuildSpec build = building("""
                %post
                    echo installing
                    printf '>> CONDA_LOCK_START\\n@EXPLICIT\\n<< CONDA_LOCK_END\\n'
                """);
        JobRecord end = builds.run(build);
        assertThat(end.failure()).isNull();
        assertThat(end.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(Optional.ofNullable(end.digest())).isEqualTo(pushed(build));
        assertThat(builds.log(build)).isEqualTo("installing\nPushing oras://%s\n".formatted(build.target()));
        try (InputStream lock =
                store.open(ObjectName.lock(build.id().toString())).orElseThrow()) {
            assertThat(new String(lock.readAllBytes(), StandardCharsets.UTF_8)).contains("@EXPLICIT");
        }
    }

    @Test
    void causeOfAFailedBuildIsReported() {
        JobRecord end = builds.run(building("""
                %post
                    echo it broke
                    exit 7
                """));
        assertThat(end.exitCode()).isEqualTo(255);
        assertThat(end.failure())
                .isEqualTo("build failed: exit code 255:\nit broke\n"
                        + "FATAL:   While performing build: while running engine: exit status 7");
    }

    @Test
    void imageForAnotherArchitectureIsNotPushed() {
        BuildSpec build = building("# architecture 11\n");
        JobRecord end = builds.run(build);
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure())
                .isEqualTo(
                        "build failed: the base image or apptainer made an image for linux/s390x instead of linux/amd64");
        assertThat(pushed(build)).isEmpty();
    }

    @Test
    void failedPushIsReported() {
        JobRecord end = builds.run(TestBuilds.to(building(""), "sif/denied"));
        assertThat(end.failure())
                .startsWith("build failed: pushing %s/sif/denied:".formatted(REGISTRY.host()))
                .contains(": access denied by the registry: check its credentials:\n");
    }

    @Test
    void missingProgramIsReported() {
        Assumptions.assumeTrue(
                SearchPath.ours().firstOf(List.of("singularity", "apptainer")).isEmpty(), "this machine has it");
        LocalContainers.findProgramsIn(Optional.empty());
        assertThat(builds.run(building("")).failure())
                .isEqualTo("build failed: format: 'sif' requires singularity or apptainer,"
                        + " but the image for these builds has neither on its PATH");
    }

    @Test
    void definitionThatReadsFilesOfTheContainerIsRefused() {
        assertThat(builds.run(building("""
                %files
                    /wave/secret/remote.yaml /
                """)).failure()).startsWith("build failed: containerFile: line 4: ");
    }

    private BuildSpec building(String definition) {
        return StandIn.build(definition, REGISTRY.host(), store);
    }

    private Optional<Digest> pushed(BuildSpec build) {
        return registries
                .resolve(build.target(), RegistryAccess.NONE)
                .blockOptional()
                .map(found -> found.digest());
    }
}
