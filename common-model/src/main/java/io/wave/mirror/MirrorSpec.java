package io.wave.mirror;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.wave.job.JobId;
import io.wave.job.JobProfile;
import io.wave.job.JobSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything that a worker needs to copy an image. It contains no secrets.
 *
 * @param id mirror id
 * @param generation number of the mirror among those of its target and digest, from 1
 * @param work what to copy
 * @param queueTimeout how long the mirror may wait before it starts, counted from its acceptance by a worker
 * @param requestedAt when the request was accepted
 */
public record MirrorSpec(
        JobId id, long generation, @JsonUnwrapped MirrorWork work, Duration queueTimeout, Instant requestedAt)
        implements JobSpec {

    public MirrorSpec {
        requireNonNull(id, "id is missing");
        requireNonNull(work, "work is missing");
        requireNonNull(queueTimeout, "queueTimeout is missing");
        requireNonNull(requestedAt, "requestedAt is missing");
    }

    @Override
    public String jobId() {
        return id.text();
    }

    @Override
    public String jobTarget() {
        return work.jobTarget().toString();
    }

    @Override
    public String tenant() {
        return work.tenant();
    }

    @Override
    public Duration runTimeout() {
        return work.runTimeout();
    }

    @Override
    public Optional<JobProfile> profile() {
        return Optional.ofNullable(work.jobProfile());
    }

    /** When the acceptance by a worker is due; the queue timeout starts with the acceptance. */
    @Override
    @JsonIgnore
    public Instant acceptableUntil() {
        return requestedAt.plus(queueTimeout);
    }
}
