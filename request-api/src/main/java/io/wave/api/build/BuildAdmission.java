package io.wave.api.build;

import io.wave.api.job.Admission;
import io.wave.api.job.LatestJob;
import io.wave.api.job.QueueProperties;
import io.wave.api.web.problem.ApiException;
import io.wave.build.BuildId;
import io.wave.build.BuildSpec;
import io.wave.build.BuildSpec.IndexEntry;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.JobId;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.messaging.outbox.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Decides which build a request gets: the build in progress, one that has just succeeded, or a new one. Runs in the
 * caller's transaction.
 */
@Component
class BuildAdmission {

    private static final int MAX_TRIES = 5;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final BuildRepository rows;
    private final BuildTable table;
    private final IndexBuildService indexes;
    private final Outbox outbox;
    private final QueueProperties queue;
    private final Clock clock;

    BuildAdmission(
            BuildRepository rows,
            BuildTable table,
            IndexBuildService indexes,
            Outbox outbox,
            QueueProperties queue,
            Clock clock) {
        this.rows = rows;
        this.table = table;
        this.indexes = indexes;
        this.outbox = outbox;
        this.queue = queue;
        this.clock = clock;
    }

    Admission admit(BuildPlan plan, Instant checkedAt) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Optional<Admission> shared = rows.findFirstByTargetOrderByGenerationDesc(
                            plan.target().toString())
                    .flatMap(build -> build.share(checkedAt));
            if (shared.isPresent()) {
                return shared.get();
            }
            BuildSpec spec = attempt(plan);
            if (begin(spec, plan)) {
                return new Admission.Awaited(spec.id().job(), true);
            }
        }
        throw ApiException.unavailable(
                "Could not start the build of '%s': concurrent updates, try again".formatted(plan.target()),
                RETRY_AFTER,
                null);
    }

    private BuildSpec attempt(BuildPlan plan) {
        // The parts first, so that their builds exist before the command for the index is sent.
        List<IndexEntry> entries = plan.parts().stream().map(this::entry).toList();
        long number = rows.findFirstByContainerIdOrderByGenerationDesc(
                                plan.containerId().hex())
                        .map(LatestJob::generation)
                        .orElse(0L)
                + 1;
        BuildSpec spec = plan.attempt(number, queue.queueTimeout(), clock.instant());
        return entries.isEmpty() ? spec : spec.withIndex(entries);
    }

    private IndexEntry entry(BuildPlan.Part part) {
        BuildPlan plan = part.plan();
        Digest present = part.present();
        Admission admission = present == null
                ? admit(plan, part.checkedAt())
                : new Admission.Cached(pushed(plan.target(), present), present);
        return switch (admission) {
            case Admission.Awaited(var id, var _) ->
                new IndexEntry(plan.work().output().platform(), buildId(id), plan.target(), null);
            case Admission.Cached(var id, var digest) ->
                new IndexEntry(
                        plan.work().output().platform(),
                        id.map(BuildAdmission::buildId).orElse(null),
                        plan.target(),
                        digest);
        };
    }

    private static BuildId buildId(JobId id) {
        return BuildId.parse(id.text());
    }

    /** The successful build that pushed this image, if it was built by this installation. */
    Optional<JobId> pushed(ImageReference target, Digest digest) {
        return rows.findFirstByTargetAndDigestAndStateOrderByGenerationDesc(
                        target.toString(), digest.toString(), JobState.SUCCEEDED)
                .map(LatestJob::jobId);
    }

    private boolean begin(BuildSpec spec, BuildPlan plan) {
        JobRecord job = BuildMessages.submitted(spec);
        if (!table.insert(job, spec, plan.sources(), plan.logins())) {
            return false;
        }
        if (spec.index() == null) {
            outbox.append(BuildMessages.command(job, spec, plan.logins()));
        } else {
            indexes.begin(job, spec, plan.logins());
        }
        return true;
    }
}
