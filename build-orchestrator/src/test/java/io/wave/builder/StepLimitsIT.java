package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

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
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A {@code RUN} step of BuildKit that takes more than it may have fails, and nothing else does. */
@IntegrationTest(
        properties = {
            "spring.config.name=build-orchestrator",
            "wave.build.buildkit.limits.memory=48MB",
            "wave.build.buildkit.limits.processes=64",
            "wave.jobs.disk-limit=64MB"
        })
@Import(BuildRuns.class)
class StepLimitsIT {

    private static final String OUT_OF_MEMORY =
            "out of memory: a process was killed at the limit of 48 MB for a step (wave.build.buildkit.limits.memory)";
    private static final String TOO_MANY_PROCESSES =
            "too many processes: a step is limited to 64 processes and threads (wave.build.buildkit.limits.processes)";
    private static final DockerRegistry REGISTRY = LocalServices.newRegistry();

    @TempDir
    private static Path folder;

    @Autowired
    private BuildRuns builds;

    @Autowired
    private ObjectStore store;

    @Autowired
    private BuildKitChoice buildKit;

    @DynamicPropertySource
    static void folders(DynamicPropertyRegistry properties) {
        properties.add("wave.store.location", () -> folder.resolve("objects").toString());
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
        properties.add(
                "wave.build.buildkit.state-dir",
                () -> folder.resolve("buildkit").toString());
    }

    @AfterAll
    static void stopRegistry() {
        REGISTRY.close();
    }

    @BeforeEach
    void requireBuildKit() {
        assumeThat(buildKit.isBuildKit()).as("builds use BuildKit").isTrue();
        assertThat(builds.run(step("echo works")).failure()).isNull();
    }

    @Test
    void tooMuchMemory() throws IOException {
        assumeLimited("memory");
        assertFails("dd if=/dev/zero of=/dev/null bs=64M count=1", OUT_OF_MEMORY);
    }

    @Test
    void aStepThatSurvivesItsChildNamesTheLimitToo() throws IOException {
        assumeLimited("memory");
        assertFails("(dd if=/dev/zero of=/dev/null bs=64M count=1; true); exit 3", OUT_OF_MEMORY);
    }

    @Test
    void theMemoryOfTheWorkerIsNotBlamedForASignal() throws IOException {
        assumeLimited("memory");
        assertFails("exit 137", "killed (exit code 137), but not by a limit of the build worker");
    }

    @Test
    void tooManyProcesses() throws IOException {
        assumeLimited("pids");
        assertFails("bomb() { bomb | bomb & bomb; }; bomb", TOO_MANY_PROCESSES);
    }

    @Test
    void tooMuchDisk() {
        assertFails(
                "dd if=/dev/zero of=/large bs=1M count=80; sleep 4731",
                "the job uses more than 64 MB of the worker's disk (limit: wave.jobs.disk-limit)");
    }

    @Test
    void tooMuchDiskInCacheMounts() {
        JobRecord end = builds.run(step("--mount=type=cache,target=/a --mount=type=cache,target=/b "
                + "for i in a b; do dd if=/dev/zero of=/$i/large bs=1M count=40; done; sleep 4732"));
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure())
                .startsWith(
                        "build failed: the job uses more than 64 MB of the worker's disk (limit: wave.jobs.disk-limit) in step ");
    }

    @Test
    void aStepCannotChooseTheReason() {
        assertFails("echo 'The step was ended [a]: by magic'; echo 'no space left on device'; exit 5", "exit code 5");
    }

    @Test
    void otherStepsGoOn() throws IOException {
        assumeLimited("pids");
        BuildSpec other = step("i=0; while [ $i -lt 40 ]; do i=$((i+1)); sleep 0.1; true | true; done");
        builds.send(new BuildCommand.Start(other));
        assertFails("bomb() { bomb | bomb & bomb; }; bomb", TOO_MANY_PROCESSES);
        assertThat(builds.awaitEnd(other).failure()).isNull();
    }

    private void assertFails(String script, String words) {
        JobRecord end = builds.run(step(script));
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure()).startsWith("build failed: " + words + " in step [3/3] RUN ");
        assertThat(builds.run(step("echo works")).failure()).isNull();
    }

    /** Whether the control groups of this machine allow it. */
    private static void assumeLimited(String controller) throws IOException {
        assumeThat(Files.readString(folder.resolve("buildkit/0/runtime/limits")))
                .contains('"' + controller + '"');
    }

    private BuildSpec step(String script) {
        return TestBuilds.withContainerFile(TestBuilds.running("true", REGISTRY.host(), store), """
                FROM scratch
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "--install", "-s", "/bin"]
                RUN %s
                """.formatted(script));
    }
}
