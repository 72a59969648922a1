package io.wave.job.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.job.engine.folder.DiskLimit;
import io.wave.job.engine.guard.Isolation;
import io.wave.job.engine.guard.Running;
import io.wave.job.engine.lease.Lease;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.outcome.Result;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.runner.Execution;
import io.wave.job.engine.tool.ToolCommand;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;

/** What is stopped is stopped, whatever its step makes of it. */
class StopTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final ToolCommand SLEEP = new ToolCommand(List.of("sleep", "4321"), Map.of());

    @TempDir
    private Path work;

    private ProcessRunner runner;
    private final CountDownLatch reached = new CountDownLatch(1);

    @BeforeEach
    void open() {
        runner = new ProcessRunner(
                work, new DiskLimit(DataSize.ofGigabytes(1)), Duration.ofMinutes(1), Isolation.SESSION);
    }

    @AfterEach
    void close() {
        runner.close();
    }

    /** How an interrupted download fails in practice. */
    enum Download {
        INTERRUPTED {
            @Override
            RuntimeException failure(InterruptedException cause) throws InterruptedException {
                throw cause;
            }
        },
        CHANNEL_CLOSED {
            @Override
            RuntimeException failure(InterruptedException cause) {
                return new UncheckedIOException(new ClosedByInterruptException());
            }
        },
        REPORTED_AS_THE_CALLERS_MISTAKE {
            @Override
            RuntimeException failure(InterruptedException cause) {
                return new JobFailedException("the layer could not be fetched");
            }
        };

        abstract RuntimeException failure(InterruptedException cause) throws InterruptedException;
    }

    @ParameterizedTest
    @EnumSource(Download.class)
    void stopsWhileInputsAreFetched(Download download) {
        Plan.Tools tools = new Plan.Tools(_ -> {
            throw interrupted(download);
        });
        assertStops(runner.launch(new OneAttempt(new Lease(Duration.ofMinutes(1), System::nanoTime)), tools), reached);
    }

    @ParameterizedTest
    @EnumSource(Download.class)
    void stopsARunningTask(Download download) {
        Plan.InWorker task = new Plan.InWorker(_ -> {
            throw interrupted(download);
        });
        assertStops(runner.launch(new OneAttempt(new Lease(Duration.ofMinutes(1), System::nanoTime)), task), reached);
    }

    private RuntimeException interrupted(Download download) throws InterruptedException {
        reached.countDown();
        try {
            new CountDownLatch(1).await();
            return new IllegalStateException("not interrupted");
        } catch (InterruptedException stop) {
            return download.failure(stop);
        }
    }

    @Test
    void stopsARunningTool() {
        stopsATool(OneTool.of(SLEEP));
    }

    @Test
    void stopsARunningPush() {
        stopsATool(OneTool.pushing(SLEEP));
    }

    /** What was pushed need not be done again. */
    @Test
    void isNotStoppedWhileTheResultIsReadAfterTheLastTool() {
        CountDownLatch read = new CountDownLatch(1);
        Plan.Tools tools = new Plan.Tools(work -> new SlowResult(work, true, reached, read));
        Execution execution = runner.launch(new OneAttempt(new Lease(Duration.ofMinutes(1), System::nanoTime)), tools);
        await().atMost(TIMEOUT).until(() -> reached.getCount() == 0);
        execution.detach();
        execution.abort();
        read.countDown();
        assertThat(execution.outcome().join()).isEqualTo(new Outcome.Succeeded(new Result.Nothing(), null));
    }

    @Test
    void stopsWhileTheResultIsPreparedBeforeThePush() {
        Plan.Tools tools = new Plan.Tools(work -> new SlowResult(work, false, reached, new CountDownLatch(1)));
        assertStops(runner.launch(new OneAttempt(new Lease(Duration.ofMinutes(1), System::nanoTime)), tools), reached);
    }

    private record SlowResult(Work work, boolean push, CountDownLatch reached, CountDownLatch read)
            implements Plan.Steps {

        @Override
        public List<Plan.Step> inOrder() {
            return List.of();
        }

        @Override
        public Outcome outcome() throws InterruptedException {
            if (push) {
                work.beginPush();
            }
            reached.countDown();
            read.await();
            return new Outcome.Succeeded(new Result.Nothing(), null);
        }

        @Override
        public void close() {}
    }

    private void stopsATool(Plan.Tools tools) {
        Execution execution = runner.launch(new OneAttempt(new Lease(Duration.ofMinutes(1), System::nanoTime)), tools);
        await().atMost(TIMEOUT)
                .until(() -> Running.in(work).stream().anyMatch(command -> command.startsWith("sleep 4321")));
        reached.countDown();
        assertStops(execution, reached);
        assertThat(Running.in(work)).isEmpty();
    }

    @Test
    void taskWithoutALeaseDoesNotPush() {
        AtomicBoolean pushed = new AtomicBoolean();
        Lease lost = new Lease(Duration.ofMinutes(1), System::nanoTime);
        lost.lost();
        Execution execution = runner.launch(new OneAttempt(lost), new Plan.InWorker(work -> push(work, pushed)));
        assertThat(execution.outcome().join()).isEqualTo(new Outcome.Stopped());
        assertThat(pushed).isFalse();
    }

    private static Outcome push(Work work, AtomicBoolean pushed) {
        work.beginPush();
        pushed.set(true);
        return new Outcome.Succeeded(new Result.Nothing(), null);
    }

    private void assertStops(Execution execution, CountDownLatch at) {
        await().atMost(TIMEOUT).until(() -> at.getCount() == 0);
        execution.detach();
        assertThat(execution.outcome().join()).isEqualTo(new Outcome.Stopped());
        runner.dispose("job");
        assertThat(work).isEmptyDirectory();
    }
}
