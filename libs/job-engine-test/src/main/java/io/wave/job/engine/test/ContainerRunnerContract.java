package io.wave.job.engine.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.job.engine.container.ContainerRunner;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Container;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.runner.Execution;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds for all hosts of containers; tested with a real one. */
public abstract class ContainerRunnerContract {

    /** How long anything is waited for. */
    protected static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** The job of the test. */
    protected final String jobId =
            "mr-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 12);

    /** An attempt at it; a test may use another one. */
    protected TestAttempt attempt = new TestAttempt(jobId);

    /** The runner of another worker. */
    protected abstract ContainerRunner runner();

    /** The workers stop; their containers do not. */
    protected abstract void stopWorkers() throws Exception;

    /** What tells the container of the job from one that replaces it. */
    protected abstract String container();

    /** Names of what the host has of the job; empty if it has nothing. */
    protected abstract String objects();

    /** Somebody else removes the container. */
    protected abstract void removeContainer();

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
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(objects()).isEmpty());
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
        awaitOutput("line 5\n");
        first.detach();
        assertThat(outcome(first)).isEqualTo(new Outcome.Detached());
        stopWorkers();
        String container = container();
        // When
        TestAttempt next = new TestAttempt(jobId);
        Execution second =
                runner().attach(next, Optional.of(Script.tools("unused"))).orElseThrow();
        assertThat(container()).isNotEmpty().isEqualTo(container);
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
    void imageThatOnlySomeJobsNeedMayBeMissing() throws Exception {
        Execution execution = runner().launch(attempt, Script.tools(Container.Tool.SINGULARITY, "true"));
        assertThat(reason(execution))
                .startsWith("build failed: format: 'sif' requires an image that contains singularity or apptainer")
                .endsWith(".images.singularity");
        assertThat(objects()).isEmpty();
    }

    @Test
    void cancelledJobIsGone() throws Exception {
        Execution execution = runner().launch(attempt, Script.tools("echo begun; sleep 600"));
        awaitOutput("begun\n");
        execution.abort();
        assertThat(outcome(execution)).isEqualTo(new Outcome.Stopped());
        assertThat(objects()).isEmpty();
    }

    @Test
    void removedContainerCostsAnAttempt() throws Exception {
        Execution execution = runner().launch(attempt, Script.tools("echo begun; sleep 600"));
        awaitOutput("begun\n");
        removeContainer();
        assertThat(outcome(execution)).isEqualTo(new Outcome.Disrupted("its container was removed by somebody else"));
    }

    /** The outcome of an execution. */
    protected static Outcome outcome(Execution execution) throws Exception {
        return execution.outcome().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Why an execution has failed. */
    protected static String reason(Execution execution) throws Exception {
        return outcome(execution) instanceof Outcome.Failed(String reason, var _) ? reason : "not failed";
    }

    /** Waits for output. */
    protected final void awaitOutput(String text) {
        await().atMost(TIMEOUT).until(() -> attempt.text().contains(text));
    }

    private static String lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj("line %d\n"::formatted).collect(Collectors.joining());
    }
}
