package io.wave.api.scan;

import io.wave.api.job.JobRows;
import io.wave.job.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;

/** The table of scans. */
interface ScanRepository extends JobRows<ScanEntity> {

    /** The scans of an image, the latest first. */
    List<ScanEntity> findByHashOrderByNumberDesc(String hash, Limit limit);

    /** The highest number of the scans of an image. */
    @Query("select max(s.number) from ScanEntity s where s.hash = :hash")
    Optional<Long> findLastNumber(String hash);

    /** Scans that wait for a build, a mirror or another scan that has ended or is gone. */
    @Query(nativeQuery = true, value = """
            SELECT s.id FROM requests.image_scan s
            WHERE s.live AND s.waits_for IS NOT NULL
              AND NOT EXISTS (SELECT FROM requests.image_build j WHERE j.id = s.waits_for AND j.live)
              AND NOT EXISTS (SELECT FROM requests.image_mirror j WHERE j.id = s.waits_for AND j.live)
              AND NOT EXISTS (SELECT FROM requests.image_scan j WHERE j.id = s.waits_for AND j.live)
            ORDER BY s.submitted_at LIMIT 100
            """)
    List<String> findReady();

    /** The latest scan of another digest of the same image that ended before this one. */
    Optional<ScanEntity> findFirstByImageNameAndPlatformAndStateAndEndedAtBeforeOrderByEndedAtDesc(
            String imageName, String platform, JobState state, Instant endedBefore);

    /** The scans that a job was requested with, and those that were requested for its image, the latest first. */
    @Query(nativeQuery = true, value = """
            SELECT s.* FROM requests.image_scan s WHERE s.id IN (
                SELECT id FROM requests.image_scan WHERE spec #>> '{origin,buildId}' = :job
                UNION
                SELECT id FROM requests.image_scan WHERE spec #>> '{origin,mirrorId}' = :job
                UNION
                SELECT scan ->> 'id' FROM requests.container_request r CROSS JOIN jsonb_array_elements(r.scans) scan
                WHERE r.build_id = :job)
            ORDER BY s.submitted_at DESC, s.id LIMIT 20
            """)
    List<ScanEntity> findOfJob(String job);

    /** The UTC offset of the request that a scan was requested with, such as {@code +02:00}. */
    @Query(nativeQuery = true, value = """
            SELECT r.requester_offset FROM requests.container_request r
            WHERE r.scans @> jsonb_build_array(jsonb_build_object('id', CAST(:id AS text)))
            ORDER BY r.created_at LIMIT 1
            """)
    Optional<String> findRequesterOffset(String id);
}
