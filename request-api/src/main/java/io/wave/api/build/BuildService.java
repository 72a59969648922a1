package io.wave.api.build;

import io.wave.api.job.Admission;
import io.wave.api.job.JobKinds;
import io.wave.api.job.JobLifecycle;
import io.wave.api.job.JobStatusCache;
import io.wave.api.job.LatestJob;
import io.wave.api.persistence.Position;
import io.wave.api.web.page.PageTimeFormat;
import io.wave.api.web.problem.ApiException;
import io.wave.build.BuildId;
import io.wave.container.ContainerId;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
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
public class BuildService implements JobKinds.Of {

    private static final int MAX_LISTED = 100;
    private static final int MAX_DONORS = 10;

    private final BuildRepository rows;
    private final BuildAdmission admissions;
    private final IndexBuildService indexes;
    private final JobLifecycle<BuildEntity> lifecycle;
    private final JobStatusCache statusCache;
    private final BuildProperties properties;

    BuildService(
            BuildRepository rows,
            BuildAdmission admissions,
            IndexBuildService indexes,
            JobLifecycle<BuildEntity> lifecycle,
            JobStatusCache statusCache,
            BuildProperties properties) {
        this.rows = rows;
        this.admissions = admissions;
        this.indexes = indexes;
        this.lifecycle = lifecycle;
        this.statusCache = statusCache;
        this.properties = properties;
    }

    @Override
    public JobKind kind() {
        return JobKind.BUILD;
    }

    @Override
    public void requireEnabled(String field) {
        if (!properties.enabled()) {
            throw ApiException.unsupported(
                    field, "is not available for requests with a build: builds are disabled (wave.build.enabled)");
        }
    }

    @Override
    public Optional<Build> find(JobId id) {
        return find(BuildId.parse(id.text()));
    }

    @Override
    public List<Build> list(String tenant, Position after, int limit) {
        return rows.list(tenant, after.time(), after.id(), Limit.of(limit)).stream()
                .map(BuildEntity::toBuild)
                .toList();
    }

    @Override
    public Optional<JobRecord> restore(JobId id) {
        return lifecycle.restore(id.text());
    }

    /**
     * Cancels a build.
     *
     * @return false if it has ended
     */
    public boolean cancel(BuildId id) {
        return lifecycle.cancel(id.toString());
    }

    /**
     * The status of a target's latest job, for {@link #admit}. Call it outside of transactions, since it reads Redis.
     */
    public Optional<JobRecord> status(ImageReference target) {
        return statusCache.of(JobKind.BUILD, target);
    }

    /**
     * The successful build that pushed this image, if it was built by this installation. Call it outside of transactions, since
     * it reads Redis.
     */
    public Optional<JobId> pushed(ImageReference target, Digest digest) {
        return admissions.pushed(target, digest).or(() -> statusCache.made(JobKind.BUILD, target, digest));
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
    public boolean apply(JobRecord update) {
        return lifecycle.apply(update);
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
                .filter(LatestJob::live)
                .isPresent();
    }

    /** The build that a user refers to. */
    public Optional<Build> find(TypedBuildId id) {
        return id.attempt()
                .or(() -> rows.findFirstByContainerIdOrderByGenerationDesc(
                                id.container().hex())
                        .map(BuildService::buildId))
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
                .map(BuildService::buildId)
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

    private Build newest(Build build) {
        return new Build(lifecycle.newest(build.job()), build.spec());
    }

    private static BuildId buildId(LatestJob build) {
        return BuildId.parse(build.id());
    }
}
