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

/** One attempt to build an image. Rows are inserted by {@link BuildInserts}; here they are read and moved on. */
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
                note);
    }

    BuildSpec spec() {
        return spec;
    }

    Build toBuild() {
        return new Build(job(), spec);
    }

    /** Takes over what happened to the job. Late and repeated news change nothing, nor does any after a final state. */
    boolean apply(JobRecord news, Instant now) {
        if (!live || !news.id().equals(id) || !news.isNewerThan(job())) {
            return false;
        }
        sequence = news.sequence();
        state = news.state();
        digest = news.digest() == null ? null : news.digest().toString();
        failure = news.failure();
        exitCode = news.exitCode();
        note = news.note();
        startedAt = news.startedAt();
        finishedAt = news.finishedAt();
        deadline = news.deadline();
        if (news.isFinal()) {
            live = false;
            endedAt = now;
        }
        return true;
    }

    boolean isLive() {
        return live;
    }

    /** Takes over what is to be made now, as its command goes out. */
    void make(BuildSpec complete, Instant now) {
        spec = complete;
        commandedAt = now;
    }

    /** Whether no worker has accepted it. */
    boolean isUnaccepted() {
        return live && sequence == 0;
    }

    /** Whether a worker has accepted it, but none has reported its end although its deadline passed before this instant. */
    boolean isAbandoned(Instant before) {
        return live && sequence > 0 && deadline.isBefore(before);
    }

    /** Ends it before any worker has answered for it. */
    void fail(String words, @Nullable Integer code, Instant now) {
        sequence++;
        state = JobState.FAILED;
        failure = words;
        exitCode = code;
        finishedAt = now;
        live = false;
        endedAt = now;
    }

    /** Notes that its command goes out again. */
    void commanded(Instant now) {
        commandedAt = now;
    }
}
