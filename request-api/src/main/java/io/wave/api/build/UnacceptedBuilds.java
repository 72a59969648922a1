package io.wave.api.build;

import io.wave.api.build.job.JobMessages;
import io.wave.api.build.job.JobWords;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.messaging.Outbox;
import io.wave.messaging.OutboxMessage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Ends builds that no worker accepts by their deadline. That is decided under the lock of the row, so once on all replicas.
 * A cancel command follows the start commands that are still on their way; a worker that reads one of them so late does not
 * run it either, by the same deadline.
 */
@Component
class UnacceptedBuilds {

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

    /** What Redis says about a build that the table takes for unaccepted, when the event is late. */
    Optional<JobRecord> accepted(JobRecord build) {
        return words.of(build.target()).filter(word -> word.id().equals(build.id()) && word.isNewerThan(build));
    }

    /** Ends a build, unless that has happened or it was accepted meanwhile. */
    @Transactional
    public boolean end(String id) {
        Optional<BuildEntity> unaccepted = rows.findAndLock(id).filter(BuildEntity::isUnaccepted);
        unaccepted.ifPresent(build -> {
            build.fail(JobKind.BUILD.notStartedInTime(), null, clock.instant());
            outbox.append(OutboxMessage.event(build.job()));
            outbox.append(JobMessages.cancel(build.job()));
            indexes.imageEnded(id);
        });
        return unaccepted.isPresent();
    }
}
