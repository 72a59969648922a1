package io.wave.api.build;

import io.wave.api.build.job.JobMessages;
import io.wave.api.build.job.QueueProperties;
import io.wave.api.web.problem.ApiException;
import io.wave.build.BuildId;
import io.wave.build.BuildSpec;
import io.wave.build.BuildSpec.IndexEntry;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.messaging.outbox.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Which build a request gets: one that is under way, one that has just ended, or a new one. In the caller's transaction. */
@Component
class Admissions {

    private static final int MAX_TRIES = 5;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final BuildRows rows;
    private final BuildInserts inserts;
    private final IndexBuilds indexes;
    private final Outbox outbox;
    private final QueueProperties queue;
    private final Clock clock;

    Admissions(
            BuildRows rows,
            BuildInserts inserts,
            IndexBuilds indexes,
            Outbox outbox,
            QueueProperties queue,
            Clock clock) {
        this.rows = rows;
        this.inserts = inserts;
        this.indexes = indexes;
        this.outbox = outbox;
        this.queue = queue;
        this.clock = clock;
    }

    Admission admit(BuildPlan plan, Instant lookedAt) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Optional<Admission> shared = rows.findFirstByTargetOrderByGenerationDesc(
                            plan.target().toString())
                    .flatMap(build -> share(build, lookedAt));
            if (shared.isPresent()) {
                return shared.get();
            }
            BuildSpec spec = attempt(plan);
            if (begin(spec)) {
                return new Admission.Awaited(spec.id(), true);
            }
        }
        throw ApiException.unavailable(
                "Builds of '%s' begin and end too fast".formatted(plan.target()), RETRY_AFTER, null);
    }

    private static Optional<Admission> share(NewestBuild newest, Instant lookedAt) {
        if (newest.live()) {
            return Optional.of(new Admission.Awaited(newest.buildId(), false));
        }
        return Optional.ofNullable(newest.madeAfter(lookedAt))
                .map(digest -> new Admission.Cached(Optional.of(newest.buildId()), digest));
    }

    private BuildSpec attempt(BuildPlan plan) {
        // The parts first: whoever is told of the index finds their builds.
        List<IndexEntry> entries = plan.parts().stream().map(this::entry).toList();
        long number = rows.findFirstByContainerIdOrderByGenerationDesc(
                                plan.containerId().hex())
                        .map(NewestBuild::generation)
                        .orElse(0L)
                + 1;
        BuildSpec spec = plan.attempt(number, queue.queueTimeout(), clock.instant());
        return entries.isEmpty() ? spec : spec.withIndex(entries);
    }

    private IndexEntry entry(PlannedPart part) {
        BuildPlan plan = part.plan();
        Digest present = part.present();
        Admission admission = present == null
                ? admit(plan, part.lookedAt())
                : new Admission.Cached(pushed(plan.target(), present), present);
        return switch (admission) {
            case Admission.Awaited(var id, var _) ->
                new IndexEntry(plan.work().output().platform(), id, plan.target(), null);
            case Admission.Cached(var id, var digest) ->
                new IndexEntry(plan.work().output().platform(), id.orElse(null), plan.target(), digest);
        };
    }

    /** The successful build that pushed this image, if it was one of ours. */
    Optional<BuildId> pushed(ImageReference target, Digest digest) {
        return rows.findFirstByTargetAndDigestAndStateOrderByGenerationDesc(
                        target.toString(), digest.toString(), JobState.SUCCEEDED)
                .map(NewestBuild::buildId);
    }

    private boolean begin(BuildSpec spec) {
        JobRecord job = JobMessages.submitted(spec);
        if (!inserts.insert(job, spec)) {
            return false;
        }
        if (spec.index() == null) {
            outbox.append(JobMessages.command(job, spec));
        } else {
            indexes.begin(job, spec);
        }
        return true;
    }
}
