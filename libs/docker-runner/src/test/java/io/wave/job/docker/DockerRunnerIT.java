package io.wave.job.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.wave.job.JobKind;
import io.wave.job.JobProfile;
import io.wave.job.docker.config.DockerProperties;
import io.wave.job.docker.engine.DockerHost;
import io.wave.job.engine.container.ContainerRights;
import io.wave.job.engine.container.ContainerRunner;
import io.wave.job.engine.container.ToolImages;
import io.wave.job.engine.folder.DiskLimit;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Container;
import io.wave.job.engine.process.ProcessRunner;
import io.wave.job.engine.runner.Execution;
import io.wave.job.engine.test.ContainerRunnerContract;
import io.wave.job.engine.test.DockerEngine;
import io.wave.job.engine.test.Script;
import io.wave.job.engine.test.TestAttempt;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** Jobs on a real Docker engine. */
class DockerRunnerIT extends ContainerRunnerContract {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final String IMAGE = DockerEngine.image("skopeo");

    @TempDir
    private static Path engineFolder;

    private static DockerEngine engine;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @TempDir
    private Path folder;

    @BeforeAll
    static void startEngine() throws Exception {
        engine = DockerEngine.start(engineFolder, "skopeo");
    }

    @AfterAll
    static void stopEngine() throws Exception {
        if (engine != null) {
            engine.close();
        }
    }

    @AfterEach
    @Override
    protected void stopWorkers() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @AfterEach
    void removeContainers() {
        engine.containers()
                .forEach(id -> engine.docker()
                        .removeContainerCmd(id)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec());
    }

    @Override
    protected ContainerRunner runner() {
        return runner(IMAGE);
    }

    private ContainerRunner runner(String image) {
        return runner(new ToolImages(null, null, image, null), ContainerRights.USER_NAMESPACES);
    }

    private ContainerRunner runner(ToolImages images, ContainerRights singularity) {
        DockerHost host = new DockerHost(properties(images, singularity), JobKind.MIRROR);
        ProcessRunner tasks = new ProcessRunner(folder, new DiskLimit(DataSize.ofGigabytes(1)), LEASE);
        open.push(host);
        open.push(tasks);
        return new ContainerRunner("docker", host, tasks);
    }

    @Override
    protected String container() {
        return String.join(" ", engine.containers());
    }

    @Override
    protected String objects() {
        return String.join(" ", engine.containers()) + String.join(" ", engine.volumes());
    }

    @Override
    protected void removeContainer() {
        engine.docker()
                .removeContainerCmd("wave-" + jobId)
                .withForce(true)
                .withRemoveVolumes(true)
                .exec();
    }

    /** With small containers on the network of this machine. */
    private static DockerProperties properties(ToolImages images, ContainerRights singularity) {
        return new DockerProperties(
                engine.socket(),
                images,
                DockerProperties.Pull.MISSING,
                "host",
                singularity,
                new DockerProperties.Limits(BigDecimal.ONE, DataSize.ofMegabytes(64), 100),
                List.of("team=science", "io.wave.job.kind=none"),
                Map.of(
                        "small",
                        new DockerProperties.Profile(
                                new DockerProperties.OwnLimits(null, DataSize.ofMegabytes(32), null))),
                Duration.ofHours(1));
    }

    @Test
    void containerHasNoRightsAndNoWritableSystem() throws Exception {
        Execution execution = runner().launch(attempt, Script.tools("""
                                id -u; grep -E 'CapBnd|NoNewPrivs' /proc/self/status; touch /usr/x && echo writable
                                stat -c %a /wave/secret/secret.txt; echo done > result"""));
        assertThat(outcome(execution)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(attempt.text())
                .contains("1000\n", "CapBnd:\t0000000000000000\n", "NoNewPrivs:\t1\n", "400\n")
                .doesNotContain("writable");
    }

    /** In an image whose entry point is not used. */
    @ParameterizedTest
    @CsvSource({
        "RESTRICTED, 0000000000000000, 1, yes",
        "USER_NAMESPACES, 00000000000000c0, 0, yes",
        "UNMASKED, 00000000000000c0, 0, no"
    })
    void rightsOfSingularityAreConfigured(ContainerRights rights, String capabilities, String confined, String masked)
            throws Exception {
        ContainerRunner runner = runner(new ToolImages(null, IMAGE, null, null), rights);
        Execution execution = runner.launch(attempt, Script.tools(Container.Tool.SINGULARITY, """
                                id -u; grep -E 'CapBnd|NoNewPrivs' /proc/self/status
                                grep -q ' /proc/sys ' /proc/self/mounts && echo masked: yes || echo masked: no
                                echo done > result"""));
        assertThat(outcome(execution)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(attempt.text())
                .isEqualTo(
                        "1000\nCapBnd:\t%s\nNoNewPrivs:\t%s\nmasked: %s\n".formatted(capabilities, confined, masked));
    }

    @Test
    void containerHasLabels() throws Exception {
        Execution execution = runner().launch(attempt, Script.tools("echo begun; sleep 600"));
        awaitOutput("begun\n");
        assertThat(engine.docker()
                        .inspectContainerCmd("wave-" + jobId)
                        .exec()
                        .getConfig()
                        .getLabels())
                .contains(entry("team", "science"), entry("io.wave.job", jobId), entry("io.wave.job.kind", "mirror"));
        execution.abort();
    }

    @Test
    void launchThatWasInterruptedIsRepeated() throws Exception {
        engine.docker()
                .createContainerCmd(IMAGE)
                .withName("wave-" + jobId)
                .withCmd("false")
                .exec();
        ContainerRunner runner = runner();
        assertThat(runner.attach(attempt, Optional.of(Script.tools("unused")))).isEmpty();
        assertThat(outcome(runner.launch(attempt, Script.tools("echo run")))).isInstanceOf(Outcome.Succeeded.class);
        assertThat(attempt.text()).isEqualTo("run\n");
    }

    @Test
    void containerOfARestartedEngineIsLost() throws Exception {
        Execution execution = runner().launch(attempt, Script.tools("echo begun; sleep 600"));
        awaitOutput("begun\n");
        engine.restart();
        assertThat(outcome(execution))
                .isEqualTo(new Outcome.Disrupted("its container was stopped, for example with the Docker engine"));
        assertThat(attempt.text()).isEqualTo("begun\n");
        assertThat(engine.containers()).isEmpty();
    }

    @Test
    void imageThatCannotBePulledIsNamed() throws Exception {
        String image = "127.0.0.1:1/no/such:image";
        assertThat(reason(runner(image).launch(attempt, Script.tools("true"))))
                .startsWith("mirror failed: the image %s of the job cannot be pulled: ".formatted(image));
        assertThat(engine.containers()).isEmpty();
    }

    @Test
    void lackOfMemoryIsNamedWithTheLimit() throws Exception {
        Execution execution =
                runner().launch(attempt, Script.tools("head -c 500m /dev/zero | tail -c 400m > /dev/null"));
        assertThat(reason(execution)).startsWith("mirror failed: out of memory").contains("64 MB");
    }

    @Test
    void profileHasItsOwnLimits() throws Exception {
        attempt = new TestAttempt(jobId, Optional.of(new JobProfile("small")));
        Execution execution =
                runner().launch(attempt, Script.tools("head -c 500m /dev/zero | tail -c 400m > /dev/null"));
        assertThat(reason(execution))
                .startsWith("mirror failed: out of memory")
                .contains("32 MB", "raise the limits of profile 'small'");
    }

    @Test
    void profileThatTheWorkerDoesNotHaveIsNamed() throws Exception {
        attempt = new TestAttempt(jobId, Optional.of(new JobProfile("huge")));
        assertThat(reason(runner().launch(attempt, Script.tools("true"))))
                .isEqualTo("mirror failed: its worker has no profile 'huge' (wave.jobs.docker.profiles.huge):"
                        + " name another one, or none");
        assertThat(engine.containers()).isEmpty();
    }
}
