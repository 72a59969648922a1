package io.wave.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.wave.image.Digest;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The public record of a job: the value in Redis under {@link io.wave.redis.RedisKeys#job}, the body of events, and the source of
 * request-api's responses about a job. A projection of PostgreSQL; of two records of a target, the
 * {@linkplain #isNewerThan newer} one is valid. Contains no secrets.
 *
 * @param kind kind of the job
 * @param id id of the job, such as {@code bd-…_1}
 * @param target what the job produces, in canonical form; a target has at most one live job
 * @param generation number of the job among the jobs of its target
 * @param sequence number of state changes; 0 is SUBMITTED
 * @param state current state
 * @param digest digest of the image, if the job succeeded
 * @param failure the failure message for the user, if the job failed
 * @param exitCode exit code of the tool that failed, if any
 * @param submittedAt when the request was accepted
 * @param startedAt when it was first started, or when it last left the queue of its runner
 * @param finishedAt when it ended
 * @param deadline latest end of the job, including queueing, running and pushing
 * @param note a remark on how the job was done, if it succeeded
 * @param report name of the object that the job produced instead of an image, if it succeeded
 * @param counts what the report counts, by name: of a scan the vulnerabilities by severity
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
        @Nullable String report,
        @Nullable Map<String, Integer> counts) {

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

    /** A record of a job without counts. */
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
            @Nullable String note,
            @Nullable String report) {
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
                report,
                null);
    }

    /** Whether this record is of a later job of the target, or of a later state of the same job. */
    public boolean isNewerThan(JobRecord other) {
        return BY_AGE.compare(this, other) > 0;
    }

    /** A copy with the object that the job produced. */
    public JobRecord withReport(@Nullable String name, @Nullable Map<String, Integer> counted) {
        return new JobRecord(
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
                name,
                counted);
    }

    /** Whether the job has ended. */
    @JsonIgnore
    public boolean isFinal() {
        return state.isFinal();
    }
}
