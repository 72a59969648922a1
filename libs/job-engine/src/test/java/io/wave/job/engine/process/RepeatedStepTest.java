package io.wave.job.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.job.engine.folder.DiskLimit;
import io.wave.job.engine.guard.Isolation;
import io.wave.job.engine.lease.Lease;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.outcome.Result;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.job.engine.tool.ToolIo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

/** Steps whose tools are run again, and tools that their steps end. */
@Timeout(60)
class RepeatedStepTest {

    private static final Lease LEASE = new Lease(Duration.ofMinutes(1), System::nanoTime);

    @TempDir
    private Path work;

    static List<Isolation> isolations() {
        return List.of(Isolation.SESSION, Isolation.strongest());
    }

    private Outcome outcome(Script script, Isolation isolation) throws Exception {
        try (ProcessRunner runner =
                new ProcessRunner(work, new DiskLimit(DataSize.ofGigabytes(1)), Duration.ofMinutes(1), isolation)) {
            return runner.launch(new OneAttempt(LEASE), new Plan.Tools(_ -> script))
                    .outcome()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void failureThatPassesIsFollowedByAnotherRun() throws Exception {
        Script script = new Script(List.of("exit 3", "exit 4", "exit 0"), 5);
        assertThat(outcome(script, Isolation.SESSION)).isEqualTo(new Outcome.Succeeded(new Result.Nothing(), null));
        assertThat(script.failures).containsExactly(3, 4);
    }

    @Test
    void failureThatDoesNotPassIsTheOutcome() throws Exception {
        Script script = new Script(List.of("exit 3", "exit 4", "exit 0"), 1);
        assertThat(outcome(script, Isolation.SESSION)).isEqualTo(new Outcome.Failed("failed", 4));
    }

    @ParameterizedTest
    @MethodSource("isolations")
    void toolThatIsEndedByItsStepCanBeRunAgain(Isolation isolation) throws Exception {
        Script script = new Script(List.of("echo begun; exec sleep 4321", "exit 0"), 5);
        assertThat(outcome(script, isolation)).isEqualTo(new Outcome.Succeeded(new Result.Nothing(), null));
        assertThat(script.failures).containsExactly(Plan.Step.ENDED);
    }

    @Test
    void bytesOfATool() {
        assertThat(ToolIo.of(Stream.of(ProcessHandle.current()), "no-such-program"))
                .isEqualTo(new ToolIo(0, 0));
    }

    /** Runs commands one after the other, while they fail and the number of tries allows it. */
    private static final class Script implements Plan.Steps, Plan.Step {

        private final Iterator<String> commands;
        private final int retries;
        private final List<Integer> failures = new ArrayList<>();
        private volatile String current = "";

        Script(List<String> commands, int retries) {
            this.commands = commands.iterator();
            this.retries = retries;
        }

        @Override
        public ToolCommand command() {
            current = commands.next();
            return new ToolCommand(List.of("bash", "-c", current), Map.of());
        }

        @Override
        public Optional<Duration> repeatAfter(int exitCode) {
            failures.add(exitCode);
            return failures.size() > retries ? Optional.empty() : Optional.of(Duration.ofMillis(1));
        }

        /** Ends a tool that sleeps at the first look. */
        @Override
        public Optional<Predicate<ToolIo>> observer() {
            return Optional.of(_ -> !current.contains("sleep"));
        }

        @Override
        public Outcome failed(int exitCode) {
            return new Outcome.Failed("failed", exitCode);
        }

        @Override
        public List<Plan.Step> inOrder() {
            return List.of(this);
        }

        @Override
        public Outcome outcome() {
            return new Outcome.Succeeded(new Result.Nothing(), null);
        }

        @Override
        public void close() {}
    }
}
