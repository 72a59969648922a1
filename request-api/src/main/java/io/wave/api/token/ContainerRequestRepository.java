package io.wave.api.token;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of container requests. */
interface ContainerRequestRepository extends Repository<ContainerRequestEntity, String> {

    ContainerRequestEntity save(ContainerRequestEntity request);

    Optional<ContainerRequestEntity> findById(String token);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select r from ContainerRequestEntity r where r.token = :token")
    Optional<ContainerRequestEntity> findAndLock(String token);
}
