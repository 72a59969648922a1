package io.wave.job.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Figures of one kind of job: {@code wave.jobs.queued} and {@code wave.jobs.running} of all replicas, {@code
 * wave.jobs.queue.time}, and {@code wave.jobs.run.time} by outcome, whose count is the number of jobs that ended.
 */
final class JobMetrics {

    private static final String KIND = "kind";

    private final JobKind kind;
    private final JobTable table;
    private final MeterRegistry meters;
    private final AtomicLong queued;
    private final AtomicLong running;

    JobMetrics(JobKind kind, JobTable table, MeterRegistry meters) {
        this.kind = kind;
        this.table = table;
        this.meters = meters;
        this.queued = gauge("wave.jobs.queued");
        this.running = gauge("wave.jobs.running");
    }

    private AtomicLong gauge(String name) {
        AtomicLong value = new AtomicLong();
        io.micrometer.core.instrument.Gauge.builder(name, value, AtomicLong::get)
                .tag(KIND, kind.toString())
                .register(meters);
        return value;
    }

    /** Reads how many jobs there are. */
    void look() {
        queued.set(table.count(kind, EnumSet.of(JobState.QUEUED, JobState.WAITING)));
        running.set(table.count(kind, Change.STARTED));
    }

    /** Counts a job that ended here. */
    void ended(JobRow row) {
        JobRecord job = row.job();
        time("wave.jobs.queue.time", job, job.submittedAt(), job.startedAt());
        time("wave.jobs.run.time", job, job.startedAt(), job.finishedAt());
    }

    private void time(String name, JobRecord job, @Nullable Instant from, @Nullable Instant to) {
        if (from != null && to != null) {
            meters.timer(
                            name,
                            KIND,
                            kind.toString(),
                            "outcome",
                            job.state() == JobState.SUCCEEDED ? "succeeded" : "failed")
                    .record(Duration.between(from, to));
        }
    }
}
