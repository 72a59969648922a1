package io.wave.api.mirror;

import io.wave.api.job.JobRows;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;

/** The table of mirrors. */
interface MirrorRepository extends JobRows<MirrorEntity> {

    /** The UTC offset of the request that started a mirror, such as {@code +02:00}. */
    @Query(nativeQuery = true, value = """
            SELECT r.requester_offset FROM requests.container_request r
            WHERE r.build_id = :id ORDER BY r.build_new DESC, r.created_at LIMIT 1
            """)
    Optional<String> findRequesterOffset(String id);
}
