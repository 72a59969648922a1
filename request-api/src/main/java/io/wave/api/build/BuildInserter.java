package io.wave.api.build;

import io.wave.api.persistence.StoredJson;
import io.wave.build.BuildSpec;
import io.wave.job.JobRecord;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Inserts builds. Of several concurrent inserts for the same target one succeeds, and the transactions of the others
 * stay usable.
 */
@Component
class BuildInserter {

    private final JdbcClient jdbc;

    BuildInserter(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Inserts a live build; returns false if a live build of its target, or a build with its number, exists. */
    boolean insert(JobRecord job, BuildSpec spec) {
        return jdbc.sql("""
                        INSERT INTO requests.image_build (id, container_id, generation, sequence, target, state, live,
                            submitted_at, deadline, commanded_at, tenant, spec)
                        VALUES (:id, :containerId, :generation, :sequence, :target, :state, true,
                            :submittedAt, :deadline, :submittedAt, :tenant, CAST(:spec AS jsonb))
                        ON CONFLICT DO NOTHING
                        """)
                        .param("id", job.id())
                        .param("containerId", spec.id().containerId().hex())
                        .param("generation", job.generation())
                        .param("sequence", job.sequence())
                        .param("target", job.target())
                        .param("state", job.state().name())
                        .param("submittedAt", utc(job.submittedAt()))
                        .param("deadline", utc(job.deadline()))
                        .param("tenant", spec.tenant())
                        .param("spec", StoredJson.write(spec))
                        .update()
                == 1;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
