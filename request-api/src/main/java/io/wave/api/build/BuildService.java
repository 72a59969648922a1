package io.wave.api.build;

import io.wave.api.build.job.BuildMessages;
import io.wave.api.build.job.JobStatusCache;
import io.wave.api.web.page.PageTimeFormat;
import io.wave.build.BuildId;
import io.wave.container.ContainerId;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.messaging.outbox.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The builds of all replicas. At most one build is live per target, failed builds are never shared, and the command of
 * an admitted build is sent through the outbox of the same transaction.
 */
@Service
public class BuildService {

    private static final int MAX_LISTED = 100;
    private static final int MAX_DONORS = 10;

    private final BuildRepository rows;
    private final BuildAdmission admissions;
    private final IndexBuildService indexes;
    private final JobStatusCache statusCache;
    private final Outbox outbox;
    private final BuildProperties properties;
    private final Clock clock;

    BuildService(
            BuildRepository rows,
            BuildAdmission admissions,
            IndexBuildService indexes,
            JobStatusCache statusCache,
            Outbox outbox,
            BuildProperties properties,
            Clock clock) {
        this.rows = rows;
        this.admissions = admissions;
        this.indexes = indexes;
        this.statusCache = statusCache;
        this.outbox = outbox;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * The status of a target's latest job, for {@link #admit}. Call it outside of transactions, since it reads Redis.
     */
    public Optional<JobRecord> status(ImageReference target) {
        return statusCache.of(target);
    }

    /** The successful build that pushed this image, if it was built by this installation. */
    public Optional<BuildId> pushed(ImageReference target, Digest digest) {
        return admissions.pushed(target, digest);
    }

    /**
     * Shares the live build of a target that was not found in its registry, or starts a new one. If a build succeeded
     * after the registry was asked, the image counts as cached.
     *
     * @param status the status of the target's latest job; a final state is applied at once, before its event arrives
     * @param checkedAt when the registry was asked
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Admission admit(BuildPlan plan, Optional<JobRecord> status, Instant checkedAt) {
        status.filter(JobRecord::isFinal).ifPresent(this::apply);
        return admissions.admit(plan, checkedAt);
    }

    /** Applies a newer state of a build; returns false if it is outdated or already known. */
    @Transactional
    public boolean apply(JobRecord update) {
        boolean applied = rows.findAndLock(update.id())
                .map(build -> build.apply(update, clock.instant()))
                .orElse(false);
        if (applied && update.isFinal()) {
            indexes.buildEnded(update.id());
        }
        return applied;
    }

    /** The build, with the state from Redis if that is newer than the table. */
    public Optional<Build> find(BuildId id) {
        return rows.findById(id.toString()).map(BuildEntity::toBuild).map(this::newest);
    }

    /**
     * How many images a plan would build as of now: images that exist or are being built do not count, nor does an
     * index itself.
     */
    public long countToBuild(BuildPlan plan) {
        if (isLive(plan)) {
            return 0;
        }
        return plan.parts().isEmpty()
                ? 1
                : plan.parts().stream()
                        .filter(part -> part.present() == null && !isLive(part.plan()))
                        .count();
    }

    private boolean isLive(BuildPlan plan) {
        return rows.findFirstByTargetOrderByGenerationDesc(plan.target().toString())
                .filter(LatestBuild::live)
                .isPresent();
    }

    /** The build that a user refers to. */
    public Optional<Build> find(TypedBuildId id) {
        return id.attempt()
                .or(() -> rows.findFirstByContainerIdOrderByGenerationDesc(
                                id.container().hex())
                        .map(LatestBuild::buildId))
                .flatMap(this::find);
    }

    /** The builds of a container, the latest first. */
    public List<Build> attempts(ContainerId id) {
        return rows.findByContainerIdOrderByGenerationDesc(id.hex(), Limit.of(MAX_LISTED)).stream()
                .map(BuildEntity::toBuild)
                .toList();
    }

    /** The builds of the same container that succeeded before this one, the latest first. */
    public List<BuildId> earlierSuccesses(Build build) {
        if (build.job().state() != JobState.SUCCEEDED) {
            return List.of();
        }
        return rows
                .findByContainerIdAndStateAndGenerationLessThanOrderByGenerationDesc(
                        build.spec().id().containerId().hex(),
                        JobState.SUCCEEDED,
                        build.job().generation(),
                        Limit.of(MAX_DONORS))
                .stream()
                .map(LatestBuild::buildId)
                .toList();
    }

    /** The builds of the indexes that contain the image of this build, the latest first. */
    public List<String> indexesOf(BuildId id) {
        return indexes.indexesOf(id);
    }

    /** Formats times in the UTC offset of the request that started the build. */
    public PageTimeFormat requesterTimes(BuildId id) {
        return PageTimeFormat.at(rows.findRequesterOffset(id.toString()).orElse(""));
    }

    /** The job as stored in the table, which is also written to Redis again. */
    public Optional<JobRecord> restore(BuildId id) {
        Optional<JobRecord> job = rows.findById(id.toString()).map(BuildEntity::job);
        job.ifPresent(statusCache::restore);
        return job;
    }

    /** Sends the commands of builds again that no worker has accepted in time or that should have ended. */
    @Transactional
    public int resendCommands() {
        Instant now = clock.instant();
        List<BuildEntity> unanswered = rows.findUnanswered(now.minus(properties.commandTimeout()));
        for (BuildEntity build : unanswered) {
            build.commandSent(now);
            outbox.append(BuildMessages.command(build.job(), build.spec()));
        }
        return unanswered.size();
    }

    private Build newest(Build build) {
        JobRecord job = build.job();
        return job.isFinal()
                ? build
                : statusCache
                        .newerThan(job)
                        .map(status -> new Build(status, build.spec()))
                        .orElse(build);
    }
}
