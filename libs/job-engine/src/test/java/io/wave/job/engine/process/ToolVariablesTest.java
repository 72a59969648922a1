package io.wave.job.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.job.engine.folder.DiskLimit;
import io.wave.job.engine.lease.Lease;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.outcome.Result;
import io.wave.job.engine.tool.ToolCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** The environment of tools that run as processes. */
class ToolVariablesTest {

    private static final Lease LEASE = new Lease(Duration.ofMinutes(1), System::nanoTime);

    @Test
    void toolGetsItsOwnVariablesAndThoseOfTheAttempt(@TempDir Path work) throws Exception {
        OneAttempt attempt = new OneAttempt(LEASE, Map.of("TRACEPARENT", "trace"));
        ToolCommand tool =
                new ToolCommand(List.of("bash", "-c", "echo \"$OWN, $TRACEPARENT\""), Map.of("OWN", "of the tool"));
        try (ProcessRunner runner =
                new ProcessRunner(work, new DiskLimit(DataSize.ofGigabytes(1)), Duration.ofMinutes(1))) {
            assertThat(runner.launch(attempt, OneTool.of(tool)).outcome().get(30, TimeUnit.SECONDS))
                    .isEqualTo(new Outcome.Succeeded(new Result.Nothing(), null));
        }
        assertThat(attempt.log().lastLines(1)).containsExactly("of the tool, trace");
    }
}
