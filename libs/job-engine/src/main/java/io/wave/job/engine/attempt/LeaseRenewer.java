package io.wave.job.engine.attempt;

import io.wave.background.Background;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.engine.lease.Lease;
import io.wave.job.engine.store.JobStore;
import io.wave.job.engine.store.JobTable;
import io.wave.messaging.projection.JobRecords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Renews the leases of all claimed jobs in one statement, on its own thread: from the claim of a job until its outcome is
 * recorded. A second thread refreshes the job records in Redis, so that Redis cannot delay a renewal.
 */
public final class LeaseRenewer {

    private static final Logger logger = LoggerFactory.getLogger(LeaseRenewer.class);

    private final JobKind kind;
    private final JobStore store;
    private final JobRecords records;
    private final Duration lease;
    private final Set<JobAttempt> held = ConcurrentHashMap.newKeySet();
    private final AtomicReference<List<JobRecord>> toProject = new AtomicReference<>(List.of());
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private @Nullable Thread projector;

    public LeaseRenewer(JobKind kind, JobStore store, JobRecords records, Duration lease) {
        this.kind = kind;
        this.store = store;
        this.records = records;
        this.lease = lease;
    }

    public void add(JobAttempt job) {
        held.add(job);
    }

    public void remove(JobAttempt job) {
        held.remove(job);
    }

    public void start() {
        CountDownLatch stop = new CountDownLatch(1);
        stopped = stop;
        // Started first: the renewals wake it.
        projector = Background.start("records-" + kind, () -> projectUntil(stop));
        Background.start("lease-" + kind, () -> renewUntil(stop));
    }

    public void stop() {
        stopped.countDown();
        LockSupport.unpark(projector);
    }

    private void renewUntil(CountDownLatch stop) {
        long period = lease.dividedBy(Lease.RENEWALS).toMillis();
        try {
            while (!stop.await(period, TimeUnit.MILLISECONDS)) {
                // A failed pass ends no attempt: each lease knows how long it is still held.
                Background.runOnce("lease-" + kind, this::renew);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew() {
        List<JobAttempt> jobs = List.copyOf(held);
        if (jobs.isEmpty()) {
            return;
        }
        try {
            // Leases count from before the statement is sent.
            long sentAt = System.nanoTime();
            Map<String, JobTable.Renewed> present =
                    store.renew(jobs.stream().map(JobAttempt::row).toList(), lease).stream()
                            .collect(Collectors.toMap(
                                    found -> key(found.job().id(), found.fence()), Function.identity()));
            jobs.forEach(job ->
                    apply(job, sentAt, present.get(key(job.jobId(), job.row().fence()))));
            toProject.set(present.values().stream().map(JobTable.Renewed::job).toList());
            LockSupport.unpark(projector);
        } catch (DataAccessException | TransactionException unavailable) {
            logger.atWarn()
                    .addKeyValue("kind", kind)
                    .addKeyValue("jobs", jobs.size())
                    .log("Lease renewal failed: {}", unavailable.getMessage());
        }
    }

    private static String key(String id, long fence) {
        return id + "/" + fence;
    }

    private void apply(JobAttempt job, long sentAt, JobTable.@Nullable Renewed present) {
        if (present != null) {
            job.renewed(sentAt, present.job());
        } else if (held.contains(job)) {
            job.lost();
        }
    }

    private void projectUntil(CountDownLatch stop) {
        while (stop.getCount() > 0) {
            List<JobRecord> jobs = toProject.getAndSet(List.of());
            if (jobs.isEmpty()) {
                LockSupport.parkNanos(lease.toNanos());
            } else {
                project(jobs);
            }
        }
    }

    private void project(List<JobRecord> jobs) {
        try {
            jobs.forEach(records::write);
        } catch (DataAccessException unavailable) {
            logger.atDebug().addKeyValue("kind", kind).log("Redis unavailable: {}", unavailable.getMessage());
        }
    }
}
