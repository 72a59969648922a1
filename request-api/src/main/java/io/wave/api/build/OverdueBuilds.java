package io.wave.api.build;

import io.wave.api.build.job.BuildMessages;
import io.wave.api.build.job.JobStatusCache;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.messaging.outbox.Outbox;
import io.wave.messaging.outbox.OutboxMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Fails builds that no worker accepts by their deadline, and accepted builds whose end no worker reports, such as after
 * the loss of all workers. Each is failed once, under the lock of its row. The cancel command is ordered after the
 * start commands; a worker that reads a start command after the deadline does not run it.
 */
@Component
class OverdueBuilds {

    /** Much longer than a worker needs to take over and end a job of a lost worker. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    private final BuildRepository rows;
    private final IndexBuildService indexes;
    private final JobStatusCache statusCache;
    private final Outbox outbox;
    private final BuildProperties properties;
    private final Clock clock;

    OverdueBuilds(
            BuildRepository rows,
            IndexBuildService indexes,
            JobStatusCache statusCache,
            Outbox outbox,
            BuildProperties properties,
            Clock clock) {
        this.rows = rows;
        this.indexes = indexes;
        this.statusCache = statusCache;
        this.outbox = outbox;
        this.properties = properties;
        this.clock = clock;
    }

    /** Unaccepted builds past their deadline, with a delay for events that were sent shortly before it. */
    List<JobRecord> overdue() {
        Instant latest = clock.instant().minus(properties.commandTimeout());
        return rows.findUnaccepted(latest).stream()
                .filter(build -> build.spec().acceptableUntil().isBefore(latest))
                .map(BuildEntity::job)
                .toList();
    }

    /** Accepted builds whose deadline passed long ago and that have not ended. */
    List<JobRecord> abandoned() {
        return rows.findAbandoned(abandonedBefore()).stream()
                .map(BuildEntity::job)
                .toList();
    }

    private Instant abandonedBefore() {
        return clock.instant().minus(ABANDONED_AFTER);
    }

    /** The status in Redis, if it is newer than the table. */
    Optional<JobRecord> newer(JobRecord build) {
        return statusCache.newerThan(build);
    }

    /** Fails a build, unless it has ended or was accepted in the meantime. */
    @Transactional
    public boolean end(String id) {
        return fail(id, BuildEntity::isUnaccepted, JobKind.BUILD.notStartedInTime());
    }

    /** Fails an accepted build, unless its end or a later deadline was reported in the meantime. */
    @Transactional
    public boolean failAbandoned(String id) {
        Instant before = abandonedBefore();
        return fail(id, build -> build.isAbandoned(before), JobKind.BUILD.abandoned());
    }

    private boolean fail(String id, Predicate<BuildEntity> condition, String reason) {
        Optional<BuildEntity> failed = rows.findAndLock(id).filter(condition);
        failed.ifPresent(build -> {
            build.fail(reason, null, clock.instant());
            outbox.append(OutboxMessage.event(build.job()));
            outbox.append(BuildMessages.cancel(build.job()));
            indexes.buildEnded(id);
        });
        return failed.isPresent();
    }
}
