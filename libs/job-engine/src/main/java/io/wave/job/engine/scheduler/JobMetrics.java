package io.wave.job.engine.scheduler;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.engine.attempt.EndedJob;
import io.wave.job.engine.store.JobTable;
import io.wave.job.engine.store.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of one kind of job: {@code wave.jobs.queued} and {@code wave.jobs.running} across all replicas, {@code
 * wave.jobs.ended} by outcome, and {@code wave.jobs.queue.time} and {@code wave.jobs.run.time} of jobs that ran.
 */
public final class JobMetrics {

    private static final String KIND = "kind";
    private static final String OUTCOME = "outcome";

    private final JobKind kind;
    private final JobTable table;
    private final MeterRegistry meters;
    private final AtomicLong queued;
    private final AtomicLong running;

    public JobMetrics(JobKind kind, JobTable table, MeterRegistry meters) {
        this.kind = kind;
        this.table = table;
        this.meters = meters;
        this.queued = gauge("wave.jobs.queued");
        this.running = gauge("wave.jobs.running");
    }

    private AtomicLong gauge(String name) {
        AtomicLong value = new AtomicLong();
        meters.gauge(name, Tags.of(KIND, kind.toString()), value);
        return value;
    }

    /** Updates the gauges from the job table. */
    void refresh() {
        queued.set(table.count(kind, EnumSet.of(JobState.QUEUED, JobState.WAITING)));
        running.set(table.count(kind, StateChange.STARTED));
    }

    /** Counts a job that ended on this replica. */
    public void ended(EndedJob ended) {
        JobRecord job = ended.row().job();
        meters.counter(
                        "wave.jobs.ended",
                        KIND,
                        kind.toString(),
                        OUTCOME,
                        ended.conclusion().toString())
                .increment();
        time("wave.jobs.queue.time", job, job.submittedAt(), job.startedAt());
        time("wave.jobs.run.time", job, job.startedAt(), job.finishedAt());
    }

    private void time(String name, JobRecord job, @Nullable Instant from, @Nullable Instant to) {
        if (from != null && to != null) {
            String outcome = job.state() == JobState.SUCCEEDED ? "succeeded" : "failed";
            meters.timer(name, KIND, kind.toString(), OUTCOME, outcome).record(Duration.between(from, to));
        }
    }
}
