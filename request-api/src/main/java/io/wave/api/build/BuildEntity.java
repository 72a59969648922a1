package io.wave.api.build;

import io.wave.build.BuildSpec;
import io.wave.image.Digest;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** One attempt to build an image. {@link BuildInserter} inserts the rows; this class reads and updates them. */
@Entity
@Table(name = "image_build")
class BuildEntity {

    @Id
    private String id;

    private String containerId;
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

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private BuildSpec spec;

    @NullUnmarked
    protected BuildEntity() {}

    JobRecord job() {
        return new JobRecord(
                JobKind.BUILD,
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

    BuildSpec spec() {
        return spec;
    }

    Build toBuild() {
        return new Build(job(), spec);
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
            live = false;
            endedAt = now;
        }
        return true;
    }

    boolean isLive() {
        return live;
    }

    /** Stores the complete specification when the build command is sent. */
    void make(BuildSpec complete, Instant now) {
        spec = complete;
        commandedAt = now;
    }

    /** Whether no worker has accepted the build. */
    boolean isUnaccepted() {
        return live && sequence == 0;
    }

    /**
     * Whether a worker has accepted the build, and the build has not ended although its deadline passed before this
     * instant.
     */
    boolean isAbandoned(Instant before) {
        return live && sequence > 0 && deadline.isBefore(before);
    }

    /** Fails the build before a worker has accepted it. */
    void fail(String words, @Nullable Integer code, Instant now) {
        sequence++;
        state = JobState.FAILED;
        failure = words;
        exitCode = code;
        finishedAt = now;
        live = false;
        endedAt = now;
    }

    /** Records that the build command is sent again. */
    void commandSent(Instant now) {
        commandedAt = now;
    }
}
