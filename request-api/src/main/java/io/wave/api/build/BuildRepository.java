package io.wave.api.build;

import io.wave.job.JobState;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of builds. */
interface BuildRepository extends Repository<BuildEntity, String> {

    Optional<BuildEntity> findById(String id);

    List<BuildEntity> findByContainerIdOrderByGenerationDesc(String containerId, Limit limit);

    List<LatestBuild> findByContainerIdAndStateAndGenerationLessThanOrderByGenerationDesc(
            String containerId, JobState state, long generation, Limit limit);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select b from BuildEntity b where b.id = :id")
    Optional<BuildEntity> findAndLock(String id);

    List<BuildEntity> findByIdIn(Collection<String> ids);

    Optional<LatestBuild> findFirstByTargetOrderByGenerationDesc(String target);

    Optional<LatestBuild> findFirstByContainerIdOrderByGenerationDesc(String containerId);

    Optional<LatestBuild> findFirstByTargetAndDigestAndStateOrderByGenerationDesc(
            String target, String digest, JobState state);

    /** The UTC offset of the request that started a build, such as {@code +02:00}. */
    @Query(nativeQuery = true, value = """
            SELECT r.requester_offset FROM requests.container_request r
            WHERE r.build_id = :id ORDER BY r.build_new DESC, r.created_at LIMIT 1
            """)
    Optional<String> findRequesterOffset(String id);

    /**
     * Live builds that no worker has accepted since their command was sent, the earliest deadline first; without builds
     * that wait for other builds.
     */
    @Query(nativeQuery = true, value = """
        SELECT b.* FROM requests.image_build b
        WHERE b.live AND b.sequence = 0 AND b.commanded_at < :before
          AND NOT EXISTS (SELECT 1 FROM requests.awaited_build w WHERE w.waiting = b.id)
        ORDER BY b.deadline LIMIT 200
        """)
    List<BuildEntity> findUnaccepted(Instant before);

    /** Live builds that a worker has accepted and whose deadline has passed, the earliest deadline first. */
    @Query(nativeQuery = true, value = """
        SELECT b.* FROM requests.image_build b
        WHERE b.live AND b.sequence > 0 AND b.deadline < :before
        ORDER BY b.deadline LIMIT 200
        """)
    List<BuildEntity> findAbandoned(Instant before);

    /**
     * Live builds that no worker has accepted, or that are past their deadline, and whose command is not in the outbox;
     * without builds that wait for other builds.
     */
    @Query(nativeQuery = true, value = """
            SELECT b.* FROM requests.image_build b
            WHERE b.live AND b.commanded_at < :before AND (b.sequence = 0 OR b.deadline < :before)
              AND NOT EXISTS (SELECT 1 FROM requests.outbox o WHERE o.subject = b.id)
              AND NOT EXISTS (SELECT 1 FROM requests.awaited_build w WHERE w.waiting = b.id)
            ORDER BY b.commanded_at LIMIT 50 FOR UPDATE OF b SKIP LOCKED
            """)
    List<BuildEntity> findUnanswered(Instant before);
}
