package io.wave.job.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.job.JobKind;
import io.wave.job.docker.config.DockerProperties;
import io.wave.job.docker.engine.DockerHost;
import io.wave.job.engine.container.ContainerRunner;
import io.wave.job.engine.container.ToolImages;
import io.wave.job.engine.folder.DiskLimit;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.process.ProcessRunner;
import io.wave.job.engine.runner.Execution;
import io.wave.job.engine.test.DockerEngine;
import io.wave.job.engine.test.Script;
import io.wave.job.engine.test.TestAttempt;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Jobs on a real Docker engine. */
class DockerRunnerIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final String IMAGE = DockerEngine.image("skopeo");

    @TempDir
    private static Path engineFolder;

    private static DockerEngine engine;

    private final String jobId =
            "mr-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 12);
    private final TestAttempt attempt = new TestAttempt(jobId);
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

    /** Workers of the test stop; their containers do not. */
    @AfterEach
    void close() throws Exception {
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

    private ContainerRunner runner() {
        return runner(IMAGE);
    }

    private ContainerRunner runner(String image) {
        DockerHost host = new DockerHost(properties(image), JobKind.MIRROR);
        ProcessRunner tasks = new ProcessRunner(folder, new DiskLimit(DataSize.ofGigabytes(1)), LEASE);
        open.push(host);
        open.push(tasks);
        return new ContainerRunner("docker", host, tasks);
    }

    /** With small containers on the network of this machine. */
    private static DockerProperties properties(String image) {
        return new DockerProperties(
                engine.socket(),
                new ToolImages(null, image, null),
                DockerProperties.Pull.MISSING,
                "host",
                new DockerProperties.Limits(BigDecimal.ONE, DataSize.ofMegabytes(64), 100),
                Duration.ofHours(1));
    }

    @Test
    void outputSecretsAndMessage() throws Exception {
        ContainerRunner runner = runner();
        Execution execution = runner.launch(
                attempt,
                Script.tools(
                        "for i in $(seq 1 50); do echo line $i; done; cat /wave/secret/secret.txt; echo done > result"));
        assertThat(outcome(execution))
                .isInstanceOfSatisfying(
                        Outcome.Succeeded.class,
                        succeeded -> assertThat(succeeded.note()).isEqualTo("done"));
        assertThat(attempt.text()).startsWith(lines(1, 50) + "the secret");
        // When
        runner.dispose(jobId);
        assertThat(engine.containers()).isEmpty();
        assertThat(engine.volumes()).isEmpty();
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

    @Test
    void exitCode() throws Exception {
        Execution execution = runner().launch(attempt, Script.tools("echo wrong; exit 3"));
        assertThat(outcome(execution)).isEqualTo(new Outcome.Failed("exit code 3", 3));
        assertThat(attempt.text()).isEqualTo("wrong\n");
    }

    @Test
    void nextWorkerAttachesToTheRunningContainer() throws Exception {
        Execution first = runner().launch(
                        attempt,
                        Script.tools("for i in $(seq 1 40); do echo line $i; sleep 0.2; done; echo done > result"));
        awaitOutput(attempt, "line 5\n");
        first.detach();
        assertThat(outcome(first)).isEqualTo(new Outcome.Detached());
        close();
        // When
        TestAttempt next = new TestAttempt(jobId);
        Execution second =
                runner().attach(next, Optional.of(Script.tools("unused"))).orElseThrow();
        assertThat(outcome(second)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(next.text()).isEqualTo(lines(1, 40));
    }

    @Test
    void twoWorkersRunOneJob() throws Exception {
        ContainerRunner runner = runner();
        Plan.Tools tools = Script.tools("sleep 2; echo once; echo $HOSTNAME > result");
        TestAttempt other = new TestAttempt(jobId);
        Execution one = runner.launch(attempt, tools);
        Execution two = runner.launch(other, tools);
        assertThat(outcome(one)).isEqualTo(outcome(two)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(attempt.text()).isEqualTo(other.text()).isEqualTo("once\n");
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
    void cancelledJobIsGone() throws Exception {
        Execution execution = runner().launch(attempt, Script.tools("echo begun; sleep 600"));
        awaitOutput(attempt, "begun\n");
        execution.abort();
        assertThat(outcome(execution)).isEqualTo(new Outcome.Stopped());
        assertThat(engine.containers()).isEmpty();
        assertThat(engine.volumes()).isEmpty();
    }

    @Test
    void removedContainerIsNoOutcome() throws Exception {
        Execution execution = runner().launch(attempt, Script.tools("echo begun; sleep 600"));
        awaitOutput(attempt, "begun\n");
        engine.docker().removeContainerCmd("wave-" + jobId).withForce(true).exec();
        assertThat(outcome(execution)).isEqualTo(new Outcome.Stopped());
    }

    @Test
    void containerOfARestartedEngineIsLost() throws Exception {
        Execution execution = runner().launch(attempt, Script.tools("echo begun; sleep 600"));
        awaitOutput(attempt, "begun\n");
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

    private static Outcome outcome(Execution execution) throws Exception {
        return execution.outcome().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private static String reason(Execution execution) throws Exception {
        return outcome(execution) instanceof Outcome.Failed(String reason, var _) ? reason : "not failed";
    }

    private static void awaitOutput(TestAttempt attempt, String text) {
        await().atMost(TIMEOUT).until(() -> attempt.text().contains(text));
    }

    private static String lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj("line %d\n"::formatted).collect(Collectors.joining());
    }
}
