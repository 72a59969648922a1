package io.wave.job.engine.process;

import io.wave.job.engine.folder.DiskLimit;
import io.wave.job.engine.guard.Isolation;
import io.wave.job.engine.lease.Lease;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.tool.ToolCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.unit.DataSize;

/** A JVM that runs a job which never ends: {@code SleepingJob <work directory> <isolation>
 * <lease in seconds> <script>}. */
final class SleepingJob {

    private SleepingJob() {}

    public static void main(String[] arguments) {
        Duration lease = Duration.ofSeconds(Long.parseLong(arguments[2]));
        Plan.Tools tools = OneTool.of(new ToolCommand(List.of("sh", "-c", arguments[3]), Map.of()));
        try (ProcessRunner runner = new ProcessRunner(
                Path.of(arguments[0]),
                new DiskLimit(DataSize.ofGigabytes(1)),
                lease,
                Isolation.valueOf(arguments[1]))) {
            OneAttempt attempt = new RenewedAttempt(new Lease(lease, System::nanoTime));
            runner.attach(attempt, Optional.empty());
            runner.launch(attempt, tools).outcome().join();
        }
    }

    /** The lease is renewed whenever somebody asks, as long as this JVM runs. */
    private static final class RenewedAttempt extends OneAttempt {

        RenewedAttempt(Lease lease) {
            super(lease);
        }

        @Override
        public Lease lease() {
            Lease lease = super.lease();
            lease.renewed(lease.now());
            return lease;
        }
    }
}
