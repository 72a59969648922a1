package io.wave.api.build;

import io.wave.api.build.index.AwaitedBuilds;
import io.wave.api.build.index.IndexDecision;
import io.wave.api.build.index.IndexParts;
import io.wave.api.job.JobEnds;
import io.wave.build.BuildId;
import io.wave.build.BuildSpec;
import io.wave.build.BuildSpec.IndexEntry;
import io.wave.job.JobRecord;
import io.wave.messaging.outbox.Outbox;
import io.wave.messaging.outbox.OutboxMessage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Builds of indexes. An index waits for the builds of its images. When all have succeeded, its build command is sent;
 * when one fails, it fails too. The decision is taken under the lock of its row, so exactly once, by whichever replica
 * sees an image end, or later by {@link BuildSweeper}.
 */
@Component
class IndexBuildService {

    private final BuildRepository rows;
    private final AwaitedBuilds awaited;
    private final IndexParts parts;
    private final Outbox outbox;
    private final JobEnds ends;
    private final Clock clock;

    IndexBuildService(
            BuildRepository rows, AwaitedBuilds awaited, IndexParts parts, Outbox outbox, JobEnds ends, Clock clock) {
        this.rows = rows;
        this.awaited = awaited;
        this.parts = parts;
        this.outbox = outbox;
        this.ends = ends;
        this.clock = clock;
    }

    /**
     * Starts a build that has just been inserted: at once if all of its images exist.
     *
     * @param logins encrypted registry credentials that its tenant keeps elsewhere; null if there are none
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void begin(JobRecord job, BuildSpec spec, @Nullable String logins) {
        List<String> ids = awaitedBy(spec);
        if (ids.isEmpty()) {
            outbox.append(BuildMessages.command(job, spec, logins));
        } else {
            awaited.add(job.id(), ids);
            outbox.append(OutboxMessage.event(job));
            decide(job.id());
        }
        parts.add(job.id(), builds(spec, _ -> true));
    }

    /** Decides on all indexes that waited for this build, which has ended. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void buildEnded(String id) {
        awaited.waitingFor(id).forEach(this::decide);
    }

    /** The indexes that contain the image of a build. */
    List<String> indexesOf(BuildId image) {
        return parts.indexesOf(image.toString());
    }

    /** Indexes that wait for no unfinished build but have not been decided. */
    List<String> undecided() {
        return awaited.undecided();
    }

    /** Decides on an index, if it is waiting. */
    @Transactional
    public void decide(String id) {
        rows.findAndLock(id).ifPresent(index -> {
            List<IndexEntry> entries = index.spec().index();
            if (entries != null && index.isLive() && !awaitedBy(index.spec()).isEmpty()) {
                decide(index, entries);
            } else {
                awaited.remove(id);
            }
        });
    }

    private void decide(BuildEntity index, List<IndexEntry> entries) {
        Instant now = clock.instant();
        switch (IndexDecision.of(entries, jobs(index.spec()))) {
            case IndexDecision.Wait() -> {}
            case IndexDecision.Make(var images) -> {
                index.make(index.spec().withIndex(images), now);
                outbox.append(BuildMessages.command(index.job(), index.spec(), index.logins()));
                awaited.remove(index.job().id());
            }
            case IndexDecision.Fail(var failure, var exitCode) -> {
                index.fail(failure, exitCode, now);
                outbox.append(OutboxMessage.event(index.job()));
                awaited.remove(index.job().id());
                ends.ended(index.job());
            }
        }
    }

    private Map<String, JobRecord> jobs(BuildSpec spec) {
        return rows.findByIdIn(awaitedBy(spec)).stream()
                .map(BuildEntity::job)
                .collect(Collectors.toMap(JobRecord::id, Function.identity()));
    }

    private static List<String> awaitedBy(BuildSpec spec) {
        return builds(spec, entry -> entry.digest() == null);
    }

    private static List<String> builds(BuildSpec spec, Predicate<IndexEntry> which) {
        return Objects.requireNonNullElse(spec.index(), List.<IndexEntry>of()).stream()
                .filter(which)
                .flatMap(entry -> Stream.ofNullable(entry.build()))
                .map(BuildId::toString)
                .distinct()
                .toList();
    }
}
