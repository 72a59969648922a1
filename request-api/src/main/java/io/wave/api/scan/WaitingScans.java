package io.wave.api.scan;

import io.wave.api.job.JobEnds;
import io.wave.api.job.JobKinds;
import io.wave.api.job.JobRow;
import io.wave.api.job.LatestJob;
import io.wave.api.job.QueueProperties;
import io.wave.api.job.UserJob;
import io.wave.image.Digest;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.messaging.outbox.Outbox;
import io.wave.scan.ScanId;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs on every replica. Starts scans that wait for a build or a mirror when it has succeeded, and ends those that wait for
 * another scan of the same image. Each decision is made under the lock of its row, so exactly once.
 */
@Component
class WaitingScans {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingScans.class);

    private final ScanRepository rows;
    private final ScanAdmission admission;
    private final JobKinds kinds;
    private final Outbox outbox;
    private final JobEnds ends;
    private final ScanProperties properties;
    private final QueueProperties queue;
    private final TransactionTemplate transaction;
    private final Clock clock;

    WaitingScans(
            ScanRepository rows,
            ScanAdmission admission,
            JobKinds kinds,
            Outbox outbox,
            JobEnds ends,
            ScanProperties properties,
            QueueProperties queue,
            TransactionTemplate transaction,
            Clock clock) {
        this.rows = rows;
        this.admission = admission;
        this.kinds = kinds;
        this.outbox = outbox;
        this.ends = ends;
        this.properties = properties;
        this.queue = queue;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 1_000, initialDelay = 1_000)
    void sweep() {
        try {
            rows.findReady().forEach(this::decide);
        } catch (DataAccessException | TransactionException unavailable) {
            LOG.atWarn().addKeyValue("reason", unavailable.getMessage()).log("Cannot check for scans that can start");
        }
    }

    /** Decides on a scan, if it waits for something that has ended. */
    void decide(String id) {
        Optional<JobId> awaited = rows.findById(id)
                .filter(JobRow::isLive)
                .flatMap(ScanEntity::waitsFor)
                .map(JobId::parse);
        if (awaited.isPresent()) {
            // Outside of the transaction, since it may read Redis.
            Optional<UserJob> job = kinds.find(awaited.get());
            if (job.filter(present -> !present.job().isFinal()).isEmpty()) {
                decide(id, awaited.get(), job);
            }
        }
    }

    private void decide(String id, JobId awaited, Optional<UserJob> job) {
        try {
            transaction.executeWithoutResult(_ -> rows.findAndLock(id)
                    .filter(scan -> scan.isLive() && scan.waitsFor().equals(Optional.of(awaited.text())))
                    .ifPresent(scan -> decide(scan, awaited, job)));
        } catch (DataIntegrityViolationException startedByAnother) {
            LOG.atDebug().addKeyValue("scanId", id).log("Another scan of the same image has just started");
        }
    }

    private void decide(ScanEntity scan, JobId awaited, Optional<UserJob> job) {
        Optional<Digest> digest =
                job.filter(UserJob::succeeded).map(found -> found.job().digest());
        if (awaited.kind() == JobKind.SCAN && job.isPresent()) {
            share(scan, scan.work(), job.get().job());
        } else if (job.isPresent() && digest.isPresent()) {
            exists(
                    scan,
                    scan.work()
                            .ready(
                                    digest.get(),
                                    BuildBases.of(job.get(), scan.work().platform()),
                                    clock.instant()));
        } else {
            scan.fail(
                    "scan failed: not scanned: %s %s did not create the image".formatted(awaited.kind(), awaited),
                    null,
                    clock.instant());
        }
    }

    private void exists(ScanEntity scan, ScanWork work) {
        Instant now = clock.instant();
        Optional<LatestJob> other = admission.usable(work.target());
        if (other.isEmpty()) {
            scan.start(work, admission.nextGeneration(work.target()), admission.deadline(now), now);
            JobRecord job = scan.job();
            outbox.append(ScanMessages.start(
                    job,
                    work.spec(ScanId.parse(job.id()), job.generation(), properties.timeout(), queue.queueTimeout()),
                    scan.logins()));
        } else if (other.get().live()) {
            scan.join(work, other.get().id());
        } else {
            share(scan, work, rows.findById(other.get().id()).orElseThrow().job());
        }
    }

    private void share(ScanEntity scan, ScanWork work, JobRecord other) {
        scan.share(work, other, clock.instant());
        ends.ended(scan.job());
    }
}
