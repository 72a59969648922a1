package io.wave.api.build;

import io.wave.api.build.job.JobMessages;
import io.wave.api.build.job.JobWords;
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
 * Ends builds that no worker accepts by their deadline, and builds that a worker accepted but whose end none reports, such
 * as when all workers are gone for good. That is decided under the lock of the row, so once on all replicas.
 * A cancel command follows the start commands that are still on their way; a worker that reads one of them so late does not
 * run it either, by the same deadline.
 */
@Component
class UnacceptedBuilds {

    /** Far longer than a live worker needs to take over a job of a lost one and to end it. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    private final BuildRows rows;
    private final IndexBuilds indexes;
    private final JobWords words;
    private final Outbox outbox;
    private final BuildProperties properties;
    private final Clock clock;

    UnacceptedBuilds(
            BuildRows rows,
            IndexBuilds indexes,
            JobWords words,
            Outbox outbox,
            BuildProperties properties,
            Clock clock) {
        this.rows = rows;
        this.indexes = indexes;
        this.words = words;
        this.outbox = outbox;
        this.properties = properties;
        this.clock = clock;
    }

    /** Builds past their deadline. What a worker may have said shortly before it is waited for. */
    List<JobRecord> overdue() {
        Instant latest = clock.instant().minus(properties.commandTimeout());
        return rows.findUnaccepted(latest).stream()
                .filter(build -> build.spec().acceptableUntil().isBefore(latest))
                .map(BuildEntity::job)
                .toList();
    }

    /** Accepted builds whose deadline passed long ago without a word about their end. */
    List<JobRecord> abandoned() {
        return rows.findAbandoned(abandonedBefore()).stream()
                .map(BuildEntity::job)
                .toList();
    }

    private Instant abandonedBefore() {
        return clock.instant().minus(ABANDONED_AFTER);
    }

    /** What Redis knows about a build that the table does not know yet, when the event is late. */
    Optional<JobRecord> newer(JobRecord build) {
        return words.of(build.target()).filter(word -> word.id().equals(build.id()) && word.isNewerThan(build));
    }

    /** Ends a build, unless that has happened or it was accepted meanwhile. */
    @Transactional
    public boolean end(String id) {
        return fail(id, BuildEntity::isUnaccepted, JobKind.BUILD.notStartedInTime());
    }

    /** Fails an accepted build, unless its end or a later deadline was reported meanwhile. */
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
            outbox.append(JobMessages.cancel(build.job()));
            indexes.imageEnded(id);
        });
        return failed.isPresent();
    }
}
