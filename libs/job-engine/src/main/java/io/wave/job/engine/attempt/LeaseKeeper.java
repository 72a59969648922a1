package io.wave.job.engine.attempt;

import io.wave.background.Background;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.engine.lease.Lease;
import io.wave.job.engine.store.JobStore;
import io.wave.job.engine.store.JobTable;
import io.wave.messaging.JobRecords;
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
 * Renews the leases of all jobs that are held, in one statement and on a thread of its own: from the claim of a job until
 * its end is recorded, whatever is done for it meanwhile. What readers see of these jobs is written into Redis again by
 * another thread, since Redis must not delay a renewal.
 */
public final class LeaseKeeper {

    private static final Logger logger = LoggerFactory.getLogger(LeaseKeeper.class);

    private final JobKind kind;
    private final JobStore store;
    private final JobRecords records;
    private final Duration lease;
    private final Set<HeldJob> held = ConcurrentHashMap.newKeySet();
    private final AtomicReference<List<JobRecord>> toProject = new AtomicReference<>(List.of());
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private @Nullable Thread projector;

    public LeaseKeeper(JobKind kind, JobStore store, JobRecords records, Duration lease) {
        this.kind = kind;
        this.store = store;
        this.records = records;
        this.lease = lease;
    }

    public void add(HeldJob job) {
        held.add(job);
    }

    public void remove(HeldJob job) {
        held.remove(job);
    }

    public void start() {
        CountDownLatch stop = new CountDownLatch(1);
        stopped = stop;
        // First, since the renewals wake it.
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
                // Whatever fails here, each lease tells how long its attempt may go on.
                Background.survives("lease-" + kind, this::renew);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew() {
        List<HeldJob> jobs = List.copyOf(held);
        if (jobs.isEmpty()) {
            return;
        }
        try {
            // The instant before the database is asked: from there the leases count.
            long sentAt = System.nanoTime();
            Map<String, JobTable.Held> present = store
                    .renew(jobs.stream().map(HeldJob::row).toList(), lease)
                    .stream()
                    .collect(Collectors.toMap(found -> key(found.job().id(), found.fence()), Function.identity()));
            jobs.forEach(job ->
                    tell(job, sentAt, present.get(key(job.jobId(), job.row().fence()))));
            toProject.set(present.values().stream().map(JobTable.Held::job).toList());
            LockSupport.unpark(projector);
        } catch (DataAccessException | TransactionException away) {
            logger.atWarn()
                    .addKeyValue("kind", kind)
                    .addKeyValue("jobs", jobs.size())
                    .log("Leases were not renewed: {}", away.getMessage());
        }
    }

    private static String key(String id, long fence) {
        return id + "/" + fence;
    }

    private void tell(HeldJob job, long sentAt, JobTable.@Nullable Held present) {
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
        } catch (DataAccessException away) {
            logger.atDebug().addKeyValue("kind", kind).log("Redis is away: {}", away.getMessage());
        }
    }
}
