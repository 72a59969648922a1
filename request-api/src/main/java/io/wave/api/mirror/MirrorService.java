package io.wave.api.mirror;

import io.wave.api.access.ImageAccess;
import io.wave.api.access.ImageSources;
import io.wave.api.job.Admission;
import io.wave.api.job.JobKinds;
import io.wave.api.job.JobLifecycle;
import io.wave.api.job.JobStatusCache;
import io.wave.api.job.LatestJob;
import io.wave.api.job.QueueProperties;
import io.wave.api.persistence.Position;
import io.wave.api.web.page.PageTimeFormat;
import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.messaging.outbox.Outbox;
import io.wave.mirror.MirrorSpec;
import io.wave.mirror.MirrorWork;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The mirrors of all replicas. At most one mirror of a digest to a name is live, failed mirrors are never shared, and the
 * command of an admitted mirror is sent through the outbox of the same transaction.
 */
@Service
public class MirrorService implements JobKinds.Of {

    private static final int MAX_TRIES = 5;
    private static final int ID_DIGITS = 12;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final MirrorRepository rows;
    private final MirrorTable table;
    private final ImageAccess access;
    private final JobLifecycle<MirrorEntity> lifecycle;
    private final JobStatusCache statusCache;
    private final Outbox outbox;
    private final MirrorProperties properties;
    private final QueueProperties queue;
    private final MirrorProgressCache progress;
    private final SecureRandom random;
    private final Clock clock;

    MirrorService(
            MirrorRepository rows,
            MirrorTable table,
            ImageAccess access,
            JobLifecycle<MirrorEntity> lifecycle,
            JobStatusCache statusCache,
            Outbox outbox,
            MirrorProperties properties,
            QueueProperties queue,
            MirrorProgressCache progress,
            SecureRandom random,
            Clock clock) {
        this.rows = rows;
        this.table = table;
        this.access = access;
        this.lifecycle = lifecycle;
        this.statusCache = statusCache;
        this.outbox = outbox;
        this.properties = properties;
        this.queue = queue;
        this.progress = progress;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public JobKind kind() {
        return JobKind.MIRROR;
    }

    @Override
    public void requireEnabled(String field) {
        if (!properties.enabled()) {
            throw ApiException.unsupported(field, "is not available: mirrors are disabled (wave.mirror.enabled)");
        }
    }

    /** A new id. */
    public JobId newId() {
        return new JobId(
                JobKind.MIRROR,
                "mr-" + HexFormat.of().toHexDigits(random.nextLong()).substring(0, ID_DIGITS));
    }

    /** The status of a target's latest mirror, for {@link #admit}. Call it outside of transactions, since it reads Redis. */
    public Optional<JobRecord> status(MirrorWork work) {
        return statusCache.of(JobKind.MIRROR, work.jobTarget());
    }

    /**
     * The successful mirror that copied this digest to this name, if it was copied by this installation. Call it outside of
     * transactions, since it reads Redis.
     */
    public Optional<JobId> copied(MirrorWork work) {
        return rows.findFirstByTargetAndDigestAndStateOrderByGenerationDesc(
                        work.jobTarget().toString(), work.digest().toString(), JobState.SUCCEEDED)
                .map(LatestJob::jobId)
                .or(() -> statusCache.made(JobKind.MIRROR, work.jobTarget(), work.digest()));
    }

    /**
     * Shares the live mirror of a digest to a name that does not have it, or starts a new one. If a mirror succeeded after
     * the registry was asked, the image counts as cached.
     *
     * @param sources what the source is made from
     * @param logins encrypted registry credentials that the tenant keeps elsewhere; null if there are none
     * @param status the status of the latest mirror; a final state is applied at once, before its event arrives
     * @param checkedAt when the registry of the target was asked
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Admitted admit(
            MirrorWork work,
            ImageSources sources,
            @Nullable String logins,
            Optional<JobRecord> status,
            Instant checkedAt) {
        status.filter(JobRecord::isFinal).ifPresent(lifecycle::apply);
        ImageReference target = work.jobTarget();
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Optional<LatestJob> latest = rows.findFirstByTargetOrderByGenerationDesc(target.toString());
            Optional<Admission> shared = latest.flatMap(job -> job.share(checkedAt));
            if (shared.isPresent()) {
                return new Admitted(
                        shared.get(), latest.map(LatestJob::generation).orElse(0L));
            }
            long generation = latest.map(LatestJob::generation).orElse(0L) + 1;
            MirrorSpec spec = new MirrorSpec(newId(), generation, work, queue.queueTimeout(), clock.instant());
            JobRecord job = MirrorMessages.submitted(spec);
            if (table.insert(job, spec, access.of(sources, target), logins)) {
                outbox.append(MirrorMessages.start(job, spec, logins));
                return new Admitted(new Admission.Awaited(spec.id(), true), generation);
            }
        }
        throw ApiException.unavailable(
                "Could not start the mirror to '%s': concurrent updates, try again".formatted(target),
                RETRY_AFTER,
                null);
    }

    /**
     * An admitted mirror.
     *
     * @param generation the generation of the mirror
     */
    public record Admitted(Admission admission, long generation) {}

    @Override
    public Optional<Mirror> find(JobId id) {
        return rows.findById(id.text())
                .map(MirrorEntity::toMirror)
                .map(mirror -> new Mirror(lifecycle.newest(mirror.job()), mirror.spec()));
    }

    @Override
    public List<Mirror> list(String tenant, Position after, int limit) {
        return rows.list(tenant, after.time(), after.id(), Limit.of(limit)).stream()
                .map(MirrorEntity::toMirror)
                .toList();
    }

    @Override
    public Optional<JobRecord> restore(JobId id) {
        return lifecycle.restore(id.text());
    }

    @Override
    public Optional<Object> progress(JobId id) {
        return progress.of(id, false).map(Object.class::cast);
    }

    /**
     * Cancels a mirror.
     *
     * @return false if it has ended
     */
    public boolean cancel(JobId id) {
        return lifecycle.cancel(id.text());
    }

    /** Formats times in the UTC offset of the request that started the mirror. */
    public PageTimeFormat requesterTimes(JobId id) {
        return PageTimeFormat.at(rows.findRequesterOffset(id.text()).orElse(""));
    }
}
