package io.wave.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.wave.image.Digest;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What readers see of a job: the value in Redis under {@link RedisKeys#job}, the body of events, and what request-api
 * answers about a job. A pure projection of PostgreSQL; of two records of a target the {@linkplain #isNewerThan newer}
 * is right. Holds no secret.
 *
 * @param kind what the job does
 * @param id the job's id, such as {@code bd-…_1}
 * @param target what it makes, in canonical form; one target has at most one live job
 * @param generation counts the target's jobs
 * @param sequence counts this job's changes; 0 is SUBMITTED
 * @param state where it stands
 * @param digest digest of what was made, once it succeeded
 * @param failure why it failed, in words for the user, once it failed
 * @param exitCode exit code of the tool, where one ran to its end
 * @param submittedAt when the request for it was accepted
 * @param startedAt when it first ran
 * @param finishedAt when it reached its final state
 * @param deadline when it will have ended at the latest: queueing, running and pushing included
 * @param note what is to be said of how it was done, once it succeeded
 * @param report name of the object that was made where that is no image, once it succeeded
 */
public record JobRecord(
        JobKind kind,
        String id,
        String target,
        long generation,
        long sequence,
        JobState state,
        @Nullable Digest digest,
        @Nullable String failure,
        @Nullable Integer exitCode,
        Instant submittedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Instant deadline,
        @Nullable String note,
        @Nullable String report) {

    private static final Comparator<JobRecord> BY_AGE =
            Comparator.comparingLong(JobRecord::generation).thenComparingLong(JobRecord::sequence);

    public JobRecord {
        requireNonNull(kind, "kind is missing");
        requireNonNull(id, "id is missing");
        requireNonNull(target, "target is missing");
        requireNonNull(state, "state is missing");
        requireNonNull(submittedAt, "submittedAt is missing");
        requireNonNull(deadline, "deadline is missing");
    }

    /** A job of which there is nothing more to say. */
    public JobRecord(
            JobKind kind,
            String id,
            String target,
            long generation,
            long sequence,
            JobState state,
            @Nullable Digest digest,
            @Nullable String failure,
            @Nullable Integer exitCode,
            Instant submittedAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            Instant deadline) {
        this(
                kind,
                id,
                target,
                generation,
                sequence,
                state,
                digest,
                failure,
                exitCode,
                submittedAt,
                startedAt,
                finishedAt,
                deadline,
                null,
                null);
    }

    /** A job that made no report. */
    public JobRecord(
            JobKind kind,
            String id,
            String target,
            long generation,
            long sequence,
            JobState state,
            @Nullable Digest digest,
            @Nullable String failure,
            @Nullable Integer exitCode,
            Instant submittedAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            Instant deadline,
            @Nullable String note) {
        this(
                kind,
                id,
                target,
                generation,
                sequence,
                state,
                digest,
                failure,
                exitCode,
                submittedAt,
                startedAt,
                finishedAt,
                deadline,
                note,
                null);
    }

    /** Whether this record tells of a later attempt, or of a later moment of the same attempt. */
    public boolean isNewerThan(JobRecord other) {
        return BY_AGE.compare(this, other) > 0;
    }

    /** Whether nothing more happens to the job. */
    @JsonIgnore
    public boolean isFinal() {
        return state.isFinal();
    }
}
