package io.wave.api.scan;

import io.wave.api.job.JobKinds;
import io.wave.api.job.LatestJob;
import io.wave.api.job.QueueProperties;
import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import io.wave.job.JobId;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.messaging.outbox.Outbox;
import io.wave.scan.ScanId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides which scan a request gets: one that is running, one that has ended not long ago, or a new one. Runs in the caller's
 * transaction.
 */
@Component
class ScanAdmission {

    private static final int MAX_TRIES = 5;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ScanRepository rows;
    private final ScanTable table;
    private final JobKinds kinds;
    private final Outbox outbox;
    private final ScanProperties properties;
    private final QueueProperties queue;
    private final Clock clock;

    ScanAdmission(
            ScanRepository rows,
            ScanTable table,
            JobKinds kinds,
            Outbox outbox,
            ScanProperties properties,
            QueueProperties queue,
            Clock clock) {
        this.rows = rows;
        this.table = table;
        this.kinds = kinds;
        this.outbox = outbox;
        this.properties = properties;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * A scan of an image that exists.
     *
     * @param logins encrypted registry credentials that the tenant keeps elsewhere; null if there are none
     */
    ScanId admit(ScanWork work, @Nullable String logins) {
        ScanWork ready = work.ready(
                work.image().pinned().orElseThrow(() -> new IllegalArgumentException("not pinned")),
                base(work),
                clock.instant());
        return admit(ready, logins, ready.target(), null);
    }

    private @Nullable ImageReference base(ScanWork work) {
        return Optional.ofNullable(work.origin().buildId())
                .map(JobId::parse)
                .flatMap(kinds::find)
                .map(build -> BuildBases.of(build, work.platform()))
                .orElse(work.base());
    }

    /** A scan of an image that a job is creating; it starts when the job has succeeded. */
    ScanId await(ScanWork work, @Nullable String logins, JobId job) {
        return admit(work, logins, work.waitingTarget(job), job);
    }

    /** The scan of a target that can be used: one that is running, or has succeeded not long ago. */
    Optional<LatestJob> usable(String target) {
        Instant oldest = clock.instant().minus(properties.id().duration());
        return rows.findFirstByTargetOrderByGenerationDesc(target)
                .filter(latest -> latest.live()
                        || (latest.state() == JobState.SUCCEEDED
                                && latest.endedAt() != null
                                && latest.endedAt().isAfter(oldest)));
    }

    /** The generation of the next scan of a target. */
    long nextGeneration(String target) {
        return rows.findFirstByTargetOrderByGenerationDesc(target)
                        .map(LatestJob::generation)
                        .orElse(0L)
                + 1;
    }

    /** The deadline of a scan that can start now. */
    Instant deadline(Instant now) {
        return now.plus(queue.queueTimeout()).plus(properties.timeout());
    }

    private ScanId admit(ScanWork work, @Nullable String logins, String target, @Nullable JobId waitsFor) {
        String hash = work.hash();
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Optional<LatestJob> usable = usable(target);
            if (usable.isPresent()) {
                return ScanId.parse(usable.get().id());
            }
            ScanId id = new ScanId(hash, rows.findLastNumber(hash).orElse(0L) + 1);
            if (insert(id, work, logins, target, waitsFor)) {
                return id;
            }
        }
        throw ApiException.unavailable(
                "Could not start the scan of '%s': concurrent updates, try again".formatted(work.image()),
                RETRY_AFTER,
                null);
    }

    private boolean insert(ScanId id, ScanWork work, @Nullable String logins, String target, @Nullable JobId waitsFor) {
        Instant now = clock.instant();
        JobRecord job = ScanMessages.submitted(id, target, nextGeneration(target), now, deadline(now));
        if (!table.insert(job, id, work, logins, waitsFor == null ? null : waitsFor.text())) {
            return false;
        }
        if (waitsFor == null) {
            outbox.append(ScanMessages.start(
                    job, work.spec(id, job.generation(), properties.timeout(), queue.queueTimeout()), logins));
        }
        return true;
    }
}
