package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.build.BuildCommand;
import io.wave.build.BuildSpec;
import io.wave.image.ImageReference;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.engine.scheduler.JobSchedulers;
import io.wave.job.engine.test.DockerEngine;
import io.wave.local.IntegrationTest;
import io.wave.local.cluster.NeedsCluster;
import io.wave.local.cluster.TestCluster;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Builds with rootless BuildKit in containers of a real Docker engine, with the registry and the S3 store of the cluster. */
@NeedsCluster
@DirtiesContext
@IntegrationTest(properties = "spring.config.name=build-orchestrator")
@Import(BuildRuns.class)
class DockerBuildIT {

    private static final ImageReference STAND_IN = StandIn.imageName(TestCluster.registry());

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set with the properties of the context
    private static DockerEngine engine;

    @Autowired
    private BuildRuns builds;

    @Autowired
    private RegistryClient registries;

    @Autowired
    private ObjectStore store;

    @Autowired
    private JobSchedulers schedulers;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) throws Exception {
        engine = DockerEngine.start(folder, "buildkit");
        TestCluster.store().forEach((name, value) -> properties.add(name, () -> value));
        Map.of(
                        "wave.jobs.runner", "docker",
                        "wave.jobs.docker.host", engine.socket().toString(),
                        "wave.jobs.docker.network", "host",
                        "wave.jobs.docker.images.builder", DockerEngine.image("buildkit"),
                        "wave.jobs.docker.images.singularity", STAND_IN.toString(),
                        "wave.jobs.work-dir", folder.resolve("work").toString())
                .forEach((name, value) -> properties.add(name, () -> value));
        StandIn.addCredentials(properties, TestCluster.registry());
    }

    @AfterAll
    static void stopEngine() throws Exception {
        engine.close();
    }

    @Test
    void pushesWhatItBuilt() {
        BuildSpec build = running("/bin/busybox echo hello > /greeting");
        JobRecord end = builds.run(build);
        assertThat(end.failure()).isNull();
        assertThat(end.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(end.digest())
                .isEqualTo(registries
                        .resolve(build.target(), RegistryAccess.NONE)
                        .blockOptional()
                        .orElseThrow()
                        .digest());
        await().untilAsserted(() -> assertThat(engine.containers()).isEmpty());
        assertThat(engine.volumes()).isEmpty();
    }

    /** In an image that was not made for jobs, with the rights and without more files than its program needs. */
    @Test
    void singularityImageIsBuiltAndPushed() throws IOException {
        assertThat(builds.run(StandIn.image(STAND_IN, store)).failure()).isNull();
        BuildSpec build = StandIn.buildWithFiles(TestCluster.registry(), store);
        JobRecord end = builds.run(build);
        assertThat(end.failure()).isNull();
        assertThat(builds.log(build)).isEqualTo("installing\nPushing oras://%s\n".formatted(build.target()));
    }

    @Test
    void causeOfAFailedStepIsReported() {
        JobRecord end = builds.run(running("/bin/busybox echo it broke; exit 7"));
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.exitCode()).isEqualTo(7);
        assertThat(end.failure()).startsWith("build failed: exit code 7").contains("it broke");
    }

    @Test
    void buildGoesOnWithoutItsWorker() {
        BuildSpec build = running(
                "for i in $(/bin/busybox seq 1 15); do /bin/busybox echo number $i; /bin/busybox sleep 1; done");
        builds.send(new BuildCommand.Start(build));
        await().atMost(Duration.ofMinutes(1)).until(() -> builds.log(build).contains("number 3\n"));
        schedulers.stop();
        schedulers.start();
        JobRecord end = builds.awaitEnd(build);
        assertThat(end.failure()).isNull();
        assertThat(builds.log(build)
                        .lines()
                        .filter(line -> line.matches(".*number \\d+") && !line.contains("RUN"))
                        .map(line -> line.replaceFirst(".*number ", "number ")))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 15)
                        .mapToObj("number %d"::formatted)
                        .collect(Collectors.toList()));
    }

    @Test
    void cancelledBuildIsGone() {
        BuildSpec build = running("/bin/busybox sleep 600");
        builds.send(new BuildCommand.Start(build));
        await().until(() -> !engine.containers().isEmpty());
        builds.send(new BuildCommand.Cancel(build.id()));
        assertThat(builds.awaitEnd(build).failure()).isEqualTo("build was cancelled");
        assertThat(engine.containers()).isEmpty();
    }

    private BuildSpec running(String commands) {
        return TestBuilds.running(commands, TestCluster.registry(), store);
    }
}
