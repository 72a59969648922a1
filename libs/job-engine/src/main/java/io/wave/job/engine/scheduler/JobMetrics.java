package io.wave.job.engine.scheduler;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.engine.attempt.EndedJob;
import io.wave.job.engine.store.JobTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of one kind of job: {@code wave.jobs.queued} and {@code wave.jobs.running} across all replicas, {@code
 * wave.jobs.ended} by outcome, and {@code wave.jobs.queue.time} and {@code wave.jobs.run.time} of jobs that ran.
 */
public final class JobMetrics {

    private static final String KIND = "kind";
    private static final String OUTCOME = "outcome";
    private static final String QUEUE_TIME = "wave.jobs.queue.time";
    private static final String RUN_TIME = "wave.jobs.run.time";

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
        // Registered now, so that the first end is an increase.
        for (EndedJob.Conclusion conclusion : EndedJob.Conclusion.values()) {
            counter(conclusion);
        }
        for (JobState state : List.of(JobState.SUCCEEDED, JobState.FAILED)) {
            timer(QUEUE_TIME, state);
            timer(RUN_TIME, state);
        }
    }

    private AtomicLong gauge(String name) {
        AtomicLong value = new AtomicLong();
        meters.gauge(name, Tags.of(KIND, kind.toString()), value);
        return value;
    }

    /** Updates the gauges from the job table. */
    void refresh() {
        JobTable.Live live = table.live(kind);
        queued.set(live.waiting());
        running.set(live.running());
    }

    /** Counts a job that ended on this replica. */
    public void ended(EndedJob ended) {
        JobRecord job = ended.row().job();
        counter(ended.conclusion()).increment();
        time(QUEUE_TIME, job, job.submittedAt(), job.startedAt());
        time(RUN_TIME, job, job.startedAt(), job.finishedAt());
    }

    private Counter counter(EndedJob.Conclusion conclusion) {
        return meters.counter("wave.jobs.ended", KIND, kind.toString(), OUTCOME, conclusion.toString());
    }

    private void time(String name, JobRecord job, @Nullable Instant from, @Nullable Instant to) {
        if (from != null && to != null) {
            timer(name, job.state()).record(Duration.between(from, to));
        }
    }

    private Timer timer(String name, JobState state) {
        String outcome = state == JobState.SUCCEEDED ? "succeeded" : "failed";
        return meters.timer(name, KIND, kind.toString(), OUTCOME, outcome);
    }
}
