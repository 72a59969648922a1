package io.wave.job.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.job.engine.folder.DiskLimit;
import io.wave.job.engine.lease.Lease;
import io.wave.job.engine.outcome.JobDisruptedException;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.outcome.Result;
import io.wave.job.engine.plan.Container;
import io.wave.job.engine.plan.ContainerRun;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.process.OneAttempt;
import io.wave.job.engine.process.ProcessRunner;
import io.wave.job.engine.runner.Execution;
import io.wave.job.engine.tool.OutputFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class ContainerRunnerTest {

    private static final String JOB = "job";
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Outcome DONE = new Outcome.Succeeded(new Result.Nothing(), "message");

    private final Path folder;

    private final MemoryHost host = new MemoryHost();
    private final OneAttempt attempt = new OneAttempt(
            new Lease(LONG, System::nanoTime, System.nanoTime()), Map.of("TRACEPARENT", "of the attempt"));
    private final ProcessRunner tasks;
    private final ContainerRunner runner;

    ContainerRunnerTest(@TempDir Path folder) {
        this.folder = folder;
        tasks = new ProcessRunner(folder, new DiskLimit(DataSize.ofGigabytes(1)), LONG);
        runner = new ContainerRunner("memory", host, tasks);
    }

    @AfterEach
    void stop() {
        tasks.close();
    }

    @Test
    void containerIsLaunchedAndItsMessageIsTheResult() throws Exception {
        Execution execution = launched();
        host.end(JOB, new ContainerEnd.Exited(0, "message"));
        assertThat(outcome(execution)).isEqualTo(DONE);
        assertThat(host.created).singleElement().extracting(Container::tool).isEqualTo(Container.Tool.SKOPEO);
        assertThat(attempt.log().lastLines(1)).containsExactly("output");
        runner.dispose(JOB);
        assertThat(host.containers).isEmpty();
        await().untilAsserted(() -> {
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left).isEmpty();
            }
        });
    }

    @Test
    void containerGetsTheVariablesOfTheAttempt() {
        Execution _ = launched();
        assertThat(host.created)
                .singleElement()
                .satisfies(container -> assertThat(container.variables())
                        .containsExactly(Map.entry("OWN", "of the tool"), Map.entry("TRACEPARENT", "of the attempt")));
    }

    @Test
    void exitCodeIsForTheKindOfJob() throws Exception {
        Execution execution = launched();
        host.end(JOB, new ContainerEnd.Exited(3, "message"));
        assertThat(outcome(execution)).isEqualTo(new Outcome.Failed("exit code 3", 3));
    }

    /** Otherwise the next attempt would find the container that has ended. */
    @Test
    void containerOfADisruptedJobMakesRoomForTheNextOne() throws Exception {
        Execution execution = launched();
        host.end(JOB, new ContainerEnd.Exited(TestRun.DISRUPTED, ""));
        assertThat(outcome(execution)).isEqualTo(new Outcome.Disrupted("a server was lost"));
        assertThat(host.containers).isEmpty();
        Execution next = launched();
        host.end(JOB, new ContainerEnd.Exited(0, "message"));
        assertThat(outcome(next)).isEqualTo(DONE);
        assertThat(host.created).hasSize(2);
    }

    /** Of a server that the job needs, before there is a container. */
    @Test
    void jobThatCannotBeginNowIsDisrupted() throws Exception {
        Execution execution = runner.launch(
                attempt,
                new Plan.Tools(
                        _ -> {
                            throw new JobFailedException("not here");
                        },
                        _ -> {
                            throw new JobDisruptedException("no server");
                        }));
        assertThat(outcome(execution)).isEqualTo(new Outcome.Disrupted("no server"));
    }

    @Test
    void commandThatWasNotRunFailsWithTheMessageOfTheContainer() throws Exception {
        Execution execution = launched();
        host.end(JOB, new ContainerEnd.Exited(Container.NOT_RUN, "no such file\n"));
        assertThat(outcome(execution)).isEqualTo(new Outcome.Failed("build failed: no such file", null));
    }

    @Test
    void failureOfTheHostIsNamed() throws Exception {
        Execution execution = launched();
        host.end(JOB, new ContainerEnd.Failed("out of memory"));
        assertThat(outcome(execution)).isEqualTo(new Outcome.Failed("build failed: out of memory", null));
    }

    @Test
    void refusedContainerFailsTheJob() throws Exception {
        host.refuses = true;
        Execution execution = runner.launch(attempt, tools(new TestRun()));
        assertThat(outcome(execution)).isEqualTo(new Outcome.Failed("build failed: refused", null));
    }

    @Test
    void vanishedContainerCostsAnAttempt() throws Exception {
        Execution execution = launched();
        host.remove(JOB);
        assertThat(outcome(execution)).isEqualTo(new Outcome.Disrupted("its container was removed by somebody else"));
    }

    @Test
    void nextAttemptAttachesAndLaunchesNothing() throws Exception {
        Execution first = launched();
        first.detach();
        assertThat(outcome(first)).isEqualTo(new Outcome.Detached());
        assertThat(host.containers).containsKey(JOB);
        // When
        Execution second =
                runner.attach(attempt, Optional.of(tools(new TestRun()))).orElseThrow();
        host.end(JOB, new ContainerEnd.Exited(0, "message"));
        assertThat(outcome(second)).isEqualTo(DONE);
        assertThat(host.created).hasSize(1);
    }

    @Test
    void containerOfAnUnknownPlanIsRemoved() throws Exception {
        host.create(attempt, new TestRun().container());
        assertThat(runner.attach(attempt, Optional.empty())).isEmpty();
        assertThat(host.containers).isEmpty();
    }

    @Test
    void nothingToAttachTo() throws Exception {
        assertThat(runner.attach(attempt, Optional.of(tools(new TestRun())))).isEmpty();
    }

    @Test
    void abortedContainerIsRemovedFirst() throws Exception {
        Execution execution = launched();
        execution.abort();
        execution.abort();
        assertThat(outcome(execution)).isEqualTo(new Outcome.Stopped());
        assertThat(host.containers).isEmpty();
    }

    @Test
    void nothingIsLeftOfAnAttemptThatIsDetachedBeforeItsLaunch() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        Plan.Tools slow = new Plan.Tools(
                _ -> {
                    throw new JobFailedException("not here");
                },
                _ -> {
                    opening.countDown();
                    Thread.sleep(LONG);
                    return new TestRun();
                });
        Execution execution = runner.launch(attempt, slow);
        assertThat(opening.await(10, TimeUnit.SECONDS)).isTrue();
        execution.detach();
        assertThat(outcome(execution)).isEqualTo(new Outcome.Stopped());
        assertThat(host.created).isEmpty();
    }

    @Test
    void failureToFollowRemovesTheContainer() throws Exception {
        host.create(attempt, new TestRun().container());
        Plan.Tools broken = new Plan.Tools(
                _ -> {
                    throw new JobFailedException("not here");
                },
                _ -> {
                    throw new JobFailedException("cannot be followed");
                });
        Execution execution = runner.attach(attempt, Optional.of(broken)).orElseThrow();
        assertThat(outcome(execution)).isEqualTo(new Outcome.Failed("cannot be followed", null));
        assertThat(host.containers).isEmpty();
    }

    @Test
    void toolsWithoutContainerAreNamed() throws Exception {
        Execution execution = runner.launch(attempt, new Plan.Tools(_ -> {
            throw new JobFailedException("not here");
        }));
        assertThat(outcome(execution))
                .isEqualTo(new Outcome.Failed(
                        "build failed: the runner 'memory' cannot run it (wave.jobs.kinds.build.runner)", null));
    }

    private Execution launched() {
        Execution execution = runner.launch(attempt, tools(new TestRun()));
        await().until(() -> host.containers.containsKey(JOB));
        return execution;
    }

    private static Plan.Tools tools(ContainerRun run) {
        return new Plan.Tools(
                _ -> {
                    throw new JobFailedException("not here");
                },
                _ -> run);
    }

    private static Outcome outcome(Execution execution) throws Exception {
        return execution.outcome().get(30, TimeUnit.SECONDS);
    }

    private static final class TestRun implements ContainerRun {

        private static final int DISRUPTED = 75;

        @Override
        public Container container() {
            return new Container(Container.Tool.SKOPEO, List.of("true"), Map.of("OWN", "of the tool"), Map.of());
        }

        @Override
        public OutputFilter output() {
            return OutputFilter.NONE;
        }

        @Override
        public Outcome succeeded(String message) {
            return new Outcome.Succeeded(new Result.Nothing(), message);
        }

        @Override
        public Outcome failed(int exitCode) {
            return exitCode == DISRUPTED
                    ? new Outcome.Disrupted("a server was lost")
                    : new Outcome.Failed("exit code " + exitCode, exitCode);
        }

        @Override
        public void close() {}
    }
}
