package io.wave.api.job;

import io.wave.job.JobState;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.data.repository.Repository;

/** The table of the jobs of a kind. */
@NoRepositoryBean
public interface JobRows<E extends JobRow> extends Repository<E, String> {

    Optional<E> findById(String id);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select j from #{#entityName} j where j.id = :id")
    Optional<E> findAndLock(String id);

    /** The jobs of a tenant after a position, the newest first. */
    @Query("""
            select j from #{#entityName} j
            where j.tenant = :tenant and j.submittedAt <= :time and (j.submittedAt < :time or j.id < :id)
            order by j.submittedAt desc, j.id desc
            """)
    List<E> list(String tenant, Instant time, String id, Limit limit);

    Optional<LatestJob> findFirstByTargetOrderByGenerationDesc(String target);

    Optional<LatestJob> findFirstByTargetAndDigestAndStateOrderByGenerationDesc(
            String target, String digest, JobState state);
}
