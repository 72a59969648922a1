package io.wave.api.job;

import io.wave.job.JobRecord;
import io.wave.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A job of any kind, as users see it. */
public interface UserJob {

    /** The status of a job that has not ended. */
    String IN_PROGRESS = "IN PROGRESS";

    /** The current state. */
    JobRecord job();

    /** The tenant that owns the job. */
    String tenant();

    /** The name of the image that the job creates or scans. */
    String image();

    /** What the job is about, for messages. */
    List<Fact> facts();

    /** When the job was requested; it does not change while the job waits, runs and ends. */
    default Instant startTime() {
        return job().submittedAt();
    }

    /** When the work began. */
    default Instant workStarted() {
        Instant started = job().startedAt();
        return started == null ? job().submittedAt() : started;
    }

    /** How long the work took, once it has ended. */
    default Optional<Duration> duration() {
        return Optional.ofNullable(job().finishedAt())
                .filter(_ -> job().isFinal())
                .map(end -> Duration.between(workStarted(), end))
                .map(length -> length.isNegative() ? Duration.ZERO : length);
    }

    default boolean succeeded() {
        return job().state() == JobState.SUCCEEDED;
    }

    /** {@code SUCCEEDED}, {@code FAILED} or {@code IN PROGRESS}. */
    default String status() {
        return job().isFinal() ? job().state().name() : IN_PROGRESS;
    }
}
