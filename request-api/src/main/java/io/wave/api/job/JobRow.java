package io.wave.api.job;

import io.wave.image.Digest;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import jakarta.persistence.Column;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to create an image, as users see it. {@link JobRowTable} inserts the rows; this class reads and updates them.
 * Each kind of job has a table with these columns and its own specification.
 */
@MappedSuperclass
public abstract class JobRow {

    @Id
    private String id;

    private long generation;
    private long sequence;
    private String target;

    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "text")
    private JobState state;

    private boolean live;
    private @Nullable String digest;
    private @Nullable String failure;
    private @Nullable Integer exitCode;
    private @Nullable String note;
    private Instant submittedAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;
    private Instant deadline;
    private @Nullable Instant endedAt;
    private Instant commandedAt;
    private String tenant;
    private @Nullable String logins;

    @NullUnmarked
    protected JobRow() {}

    /** The kind of the jobs in this table. */
    public abstract JobKind kind();

    /** The current state. */
    public JobRecord job() {
        return new JobRecord(
                kind(),
                id,
                target,
                generation,
                sequence,
                state,
                digest == null ? null : Digest.parse(digest),
                failure,
                exitCode,
                submittedAt,
                startedAt,
                finishedAt,
                deadline,
                note,
                null);
    }

    /** The tenant that owns the job. */
    public String tenant() {
        return tenant;
    }

    /** Encrypted registry credentials that the tenant keeps elsewhere, until the job ends; null if there are none. */
    public @Nullable String logins() {
        return logins;
    }

    /** Whether no final state has been applied. */
    public boolean isLive() {
        return live;
    }

    /**
     * Applies a newer state of the job. Repeated and outdated states are ignored, as is any state after a final one.
     */
    boolean apply(JobRecord update, Instant now) {
        if (!live || !update.id().equals(id) || !update.isNewerThan(job())) {
            return false;
        }
        sequence = update.sequence();
        state = update.state();
        digest = update.digest() == null ? null : update.digest().toString();
        failure = update.failure();
        exitCode = update.exitCode();
        note = update.note();
        startedAt = update.startedAt();
        finishedAt = update.finishedAt();
        deadline = update.deadline();
        if (update.isFinal()) {
            end(now);
        }
        applied(update);
        return true;
    }

    /** Called after a newer state was applied. */
    protected void applied(JobRecord update) {}

    /**
     * Makes this the job of another target, before a worker knows it.
     *
     * @param newGeneration generation among the jobs of that target
     */
    protected void become(String newTarget, long newGeneration, Instant newDeadline, Instant now) {
        target = newTarget;
        generation = newGeneration;
        deadline = newDeadline;
        commandSent(now);
    }

    /** Ends this job, which no worker knows, as another job has ended. */
    protected void endAs(JobRecord other, Instant now) {
        sequence++;
        state = other.state();
        digest = other.digest() == null ? null : other.digest().toString();
        failure = other.failure();
        exitCode = other.exitCode();
        note = other.note();
        startedAt = other.startedAt();
        finishedAt = other.finishedAt();
        end(now);
    }

    /** Nobody needs the credentials of a job that has ended. */
    private void end(Instant now) {
        live = false;
        endedAt = now;
        logins = null;
    }

    /** Whether no worker has accepted the job. */
    boolean isUnaccepted() {
        return live && sequence == 0;
    }

    /** Whether a worker has accepted the job, and it has not ended although its deadline passed before this instant. */
    boolean isAbandoned(Instant before) {
        return live && sequence > 0 && deadline.isBefore(before);
    }

    /** Fails the job before a worker has accepted it, or without one. */
    public void fail(String words, @Nullable Integer code, Instant now) {
        sequence++;
        state = JobState.FAILED;
        failure = words;
        exitCode = code;
        finishedAt = now;
        end(now);
    }

    /** Records that the start command is sent, or sent again. */
    public void commandSent(Instant now) {
        commandedAt = now;
    }
}
