package io.wave.api.build;

import io.wave.api.job.JobRows;
import io.wave.api.job.LatestJob;
import io.wave.job.JobState;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;

/** The table of builds. */
interface BuildRepository extends JobRows<BuildEntity> {

    List<BuildEntity> findByContainerIdOrderByGenerationDesc(String containerId, Limit limit);

    List<LatestJob> findByContainerIdAndStateAndGenerationLessThanOrderByGenerationDesc(
            String containerId, JobState state, long generation, Limit limit);

    List<BuildEntity> findByIdIn(Collection<String> ids);

    Optional<LatestJob> findFirstByContainerIdOrderByGenerationDesc(String containerId);

    /** The UTC offset of the request that started a build, such as {@code +02:00}. */
    @Query(nativeQuery = true, value = """
            SELECT r.requester_offset FROM requests.container_request r
            WHERE r.build_id = :id ORDER BY r.build_new DESC, r.created_at LIMIT 1
            """)
    Optional<String> findRequesterOffset(String id);
}
