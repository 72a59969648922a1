package io.wave.job.engine.process;

import io.wave.job.JobKind;
import io.wave.job.JobProfile;
import io.wave.job.engine.lease.Lease;
import io.wave.job.engine.lease.LeaseLostException;
import io.wave.job.engine.log.JobLog;
import io.wave.job.engine.log.JobLogs;
import io.wave.job.engine.runner.Attempt;
import io.wave.local.fake.MemoryObjectStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The first attempt of the job {@code job}, without a database. */
public class OneAttempt implements Attempt {

    private final Lease lease;
    private final Map<String, String> variables;
    private final JobLog log = new JobLogs(new MemoryObjectStore(), 1000).open("job", 1);

    public OneAttempt(Lease lease) {
        this(lease, Map.of());
    }

    /** @param variables environment variables for the tools */
    public OneAttempt(Lease lease, Map<String, String> variables) {
        this.lease = lease;
        this.variables = variables;
    }

    @Override
    public final Map<String, String> variables() {
        return variables;
    }

    @Override
    public Lease lease() {
        return lease;
    }

    @Override
    public final String jobId() {
        return "job";
    }

    @Override
    public final JobKind kind() {
        return JobKind.BUILD;
    }

    @Override
    public final Duration runTimeout() {
        return Duration.ofMinutes(5);
    }

    @Override
    public final int number() {
        return 1;
    }

    @Override
    public final String spec() {
        return "{}";
    }

    @Override
    public final Optional<JobProfile> profile() {
        return Optional.empty();
    }

    @Override
    public final JobLog log() {
        return log;
    }

    @Override
    public final void requireLease() {
        if (!lease().isHeld()) {
            throw new LeaseLostException("lost");
        }
    }

    @Override
    public final void dequeued() {}

    @Override
    public final boolean queued() {
        return true;
    }

    @Override
    public final void beginPush() {
        requireLease();
    }
}
