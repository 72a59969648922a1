package io.wave.job.engine.test;

import io.wave.job.JobKind;
import io.wave.job.JobProfile;
import io.wave.job.engine.lease.Lease;
import io.wave.job.engine.lease.LeaseLostException;
import io.wave.job.engine.log.JobLog;
import io.wave.job.engine.log.JobLogs;
import io.wave.job.engine.runner.Attempt;
import io.wave.local.fake.MemoryObjectStore;
import io.wave.store.LogPartNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** An attempt without a database. */
public final class TestAttempt implements Attempt {

    private final AtomicInteger queued = new AtomicInteger();

    private volatile boolean mayWait = true;
    private volatile boolean waits;

    private final String jobId;
    private final MemoryObjectStore store = new MemoryObjectStore();
    private final JobLog log;
    private final Lease lease = new Lease(Duration.ofMinutes(10), System::nanoTime, System.nanoTime());

    private final Optional<JobProfile> profile;

    /** An attempt at a mirror. */
    public TestAttempt(String jobId) {
        this(jobId, Optional.empty());
    }

    /** An attempt at a mirror that was requested with a profile. */
    public TestAttempt(String jobId, Optional<JobProfile> profile) {
        this.jobId = jobId;
        this.profile = profile;
        this.log = new JobLogs(store, 10_000_000).open(jobId, 1);
    }

    /** How often a queue was reported. */
    public int queuedReports() {
        return queued.get();
    }

    /** Whether it waits in a queue, as last reported. */
    public boolean isQueued() {
        return waits;
    }

    /** Its queue deadline has passed. */
    public void endQueue() {
        mayWait = false;
    }

    /** What the log contains so far. */
    public String text() {
        boolean _ = log.flush();
        return LogPartNames.newest(store, jobId).stream()
                .map(name -> {
                    try (InputStream part = store.open(name).orElseThrow()) {
                        return new String(part.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                })
                .collect(Collectors.joining());
    }

    @Override
    public String jobId() {
        return jobId;
    }

    @Override
    public JobKind kind() {
        return JobKind.MIRROR;
    }

    @Override
    public Duration runTimeout() {
        return Duration.ofMinutes(5);
    }

    @Override
    public int number() {
        return 1;
    }

    @Override
    public String spec() {
        return "{}";
    }

    @Override
    public Optional<JobProfile> profile() {
        return profile;
    }

    @Override
    public Map<String, String> variables() {
        return Map.of();
    }

    @Override
    public Lease lease() {
        return lease;
    }

    @Override
    public JobLog log() {
        return log;
    }

    @Override
    public void requireLease() {
        if (!lease.isHeld()) {
            throw new LeaseLostException("lost");
        }
    }

    @Override
    public boolean queued() {
        queued.incrementAndGet();
        waits = true;
        return mayWait;
    }

    @Override
    public void dequeued() {
        waits = false;
    }

    @Override
    public void beginPush() {
        requireLease();
    }
}
