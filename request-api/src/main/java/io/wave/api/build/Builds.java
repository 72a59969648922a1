package io.wave.api.build;

import io.wave.api.build.job.JobMessages;
import io.wave.api.build.job.JobWords;
import io.wave.api.web.page.PageTimes;
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
 * The builds of all replicas. At most one is live for each target; a failed one is never shared; what is admitted is
 * commanded by a message in the same transaction.
 */
@Service
public class Builds {

    private static final int MAX_LISTED = 100;
    private static final int MAX_DONORS = 10;

    private final BuildRows rows;
    private final Admissions admissions;
    private final IndexBuilds indexes;
    private final JobWords words;
    private final Outbox outbox;
    private final BuildProperties properties;
    private final Clock clock;

    Builds(
            BuildRows rows,
            Admissions admissions,
            IndexBuilds indexes,
            JobWords words,
            Outbox outbox,
            BuildProperties properties,
            Clock clock) {
        this.rows = rows;
        this.admissions = admissions;
        this.indexes = indexes;
        this.words = words;
        this.outbox = outbox;
        this.properties = properties;
        this.clock = clock;
    }

    /** What is said about the newest job of a target, to be handed to {@link #admit}: asked outside of transactions. */
    public Optional<JobRecord> word(ImageReference target) {
        return words.of(target);
    }

    /** The successful build that pushed this image, if it was one of ours. */
    public Optional<BuildId> pushed(ImageReference target, Digest digest) {
        return admissions.pushed(target, digest);
    }

    /**
     * Shares the live build of a target that was absent from its registry, or begins one. A success that ended after
     * that look counts as cached.
     *
     * @param word what is said about the target's newest job; a final state in it is taken over before its event comes
     * @param lookedAt when the registry was asked
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Admission admit(BuildPlan plan, Optional<JobRecord> word, Instant lookedAt) {
        word.filter(JobRecord::isFinal).ifPresent(this::apply);
        return admissions.admit(plan, lookedAt);
    }

    /** Takes over what happened to a build; false if it was known already or comes late. */
    @Transactional
    public boolean apply(JobRecord news) {
        boolean applied = rows.findAndLock(news.id())
                .map(build -> build.apply(news, clock.instant()))
                .orElse(false);
        if (applied && news.isFinal()) {
            indexes.imageEnded(news.id());
        }
        return applied;
    }

    /** The build, with what Redis knows where that is newer than the table. */
    public Optional<Build> find(BuildId id) {
        return rows.findById(id.toString()).map(BuildEntity::toBuild).map(this::newest);
    }

    /**
     * How many images would be built for this, as far as can be seen now: none that is there or under way, and the index
     * of several is no image itself.
     */
    public long toBeBuilt(BuildPlan plan) {
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
                .filter(NewestBuild::live)
                .isPresent();
    }

    /** The build that a user means. */
    public Optional<Build> find(TypedBuildId id) {
        return id.attempt()
                .or(() -> rows.findFirstByContainerIdOrderByGenerationDesc(
                                id.container().hex())
                        .map(NewestBuild::buildId))
                .flatMap(this::find);
    }

    /** The attempts at a container, the newest first. */
    public List<Build> attempts(ContainerId id) {
        return rows.findByContainerIdOrderByGenerationDesc(id.hex(), Limit.of(MAX_LISTED)).stream()
                .map(BuildEntity::toBuild)
                .toList();
    }

    /** The attempts at the same container that succeeded before this one did, the newest first. */
    public List<BuildId> successesBefore(Build build) {
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
                .map(NewestBuild::buildId)
                .toList();
    }

    /** The builds of the indexes that list the image of this one, the newest first. */
    public List<String> indexesOf(BuildId id) {
        return indexes.listing(id);
    }

    /** How times read where the build was asked for. */
    public PageTimes requesterTimes(BuildId id) {
        return PageTimes.at(rows.findRequesterOffset(id.toString()).orElse(""));
    }

    /** The job as the table has it, written to Redis again for all who miss it there. */
    public Optional<JobRecord> restore(BuildId id) {
        Optional<JobRecord> job = rows.findById(id.toString()).map(BuildEntity::job);
        job.ifPresent(words::restore);
        return job;
    }

    /** Commands builds again that no worker has answered for in time, or that should have ended. */
    @Transactional
    public int commandAgain() {
        Instant now = clock.instant();
        List<BuildEntity> unanswered = rows.findUnanswered(now.minus(properties.commandTimeout()));
        for (BuildEntity build : unanswered) {
            build.commanded(now);
            outbox.append(JobMessages.command(build.job(), build.spec()));
        }
        return unanswered.size();
    }

    private Build newest(Build build) {
        JobRecord job = build.job();
        return job.isFinal()
                ? build
                : words.of(job.target())
                        .filter(word -> word.id().equals(job.id()) && word.isNewerThan(job))
                        .map(word -> new Build(word, build.spec()))
                        .orElse(build);
    }
}
