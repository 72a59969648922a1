package io.wave.api.token;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of container requests. */
interface ContainerRequestRepository extends Repository<ContainerRequestEntity, String> {

    ContainerRequestEntity save(ContainerRequestEntity request);

    Optional<ContainerRequestEntity> findById(String token);

    /** The requests of a tenant after a position, the newest first. */
    @Query("""
            select r from ContainerRequestEntity r
            where r.tenant = :tenant and r.createdAt <= :time and (r.createdAt < :time or r.token < :token)
            order by r.createdAt desc, r.token desc
            """)
    List<ContainerRequestEntity> list(String tenant, Instant time, String token, Limit limit);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select r from ContainerRequestEntity r where r.token = :token")
    Optional<ContainerRequestEntity> findAndLock(String token);
}
