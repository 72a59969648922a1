package io.wave.api.job;

import io.wave.api.persistence.StoredJson;
import io.wave.job.JobRecord;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The statements about a table of jobs that JPA has no words for. Of several concurrent inserts for the same target one
 * succeeds, and the transactions of the others stay usable.
 */
public final class JobRowTable {

    private final JdbcClient jdbc;
    private final String table;
    private final String ready;

    /**
     * A table.
     *
     * @param table its name in the schema {@code requests}
     * @param ready SQL condition on a row {@code j} for jobs that wait for no other job
     */
    public JobRowTable(JdbcClient jdbc, String table, String ready) {
        this.jdbc = jdbc;
        this.table = table;
        this.ready = ready;
    }

    /**
     * Inserts a live job.
     *
     * @param spec stored as JSON
     * @param logins encrypted registry credentials that the tenant keeps elsewhere; null if there are none
     * @param more further columns with their values
     * @return false if a live job of its target, or a job with its number, exists
     */
    public boolean insert(
            JobRecord job, String tenant, Object spec, @Nullable String logins, Map<String, Object> more) {
        StringBuilder columns = new StringBuilder();
        StringBuilder values = new StringBuilder();
        more.keySet().forEach(name -> {
            columns.append(", ").append(name);
            values.append(", :").append(name);
        });
        return jdbc.sql("""
                        INSERT INTO requests.%s (id, generation, sequence, target, state, live, submitted_at, deadline,
                            commanded_at, tenant, spec, logins%s)
                        VALUES (:id, :generation, :sequence, :target, :state, true, :submittedAt, :deadline,
                            :submittedAt, :tenant, CAST(:spec AS jsonb), :logins%s)
                        ON CONFLICT DO NOTHING
                        """.formatted(table, columns, values))
                        .param("id", job.id())
                        .param("generation", job.generation())
                        .param("sequence", job.sequence())
                        .param("target", job.target())
                        .param("state", job.state().name())
                        .param("submittedAt", utc(job.submittedAt()))
                        .param("deadline", utc(job.deadline()))
                        .param("tenant", tenant)
                        .param("spec", StoredJson.write(spec))
                        .param("logins", logins)
                        .params(more)
                        .update()
                == 1;
    }

    /** Live jobs that no worker has accepted since their command was sent, the earliest deadline first. */
    List<String> unaccepted(Instant before) {
        return ids("""
                SELECT j.id FROM requests.%s j WHERE j.live AND j.sequence = 0 AND j.commanded_at < :before AND %s
                ORDER BY j.deadline LIMIT 200
                """, before);
    }

    /** Live jobs that a worker has accepted and whose deadline has passed, the earliest deadline first. */
    List<String> abandoned(Instant before) {
        return ids("""
                SELECT j.id FROM requests.%s j WHERE j.live AND j.sequence > 0 AND j.deadline < :before AND %s
                ORDER BY j.deadline LIMIT 200
                """, before);
    }

    /**
     * Locks live jobs that no worker has accepted, or that are past their deadline, and whose command is not in the outbox.
     */
    List<String> lockUnanswered(Instant before) {
        return ids("""
                SELECT j.id FROM requests.%s j
                WHERE j.live AND j.commanded_at < :before AND (j.sequence = 0 OR j.deadline < :before)
                  AND NOT EXISTS (SELECT 1 FROM requests.outbox o WHERE o.subject = j.id) AND %s
                ORDER BY j.commanded_at LIMIT 50 FOR UPDATE OF j SKIP LOCKED
                """, before);
    }

    private List<String> ids(String sql, Instant before) {
        return jdbc.sql(sql.formatted(table, ready))
                .param("before", utc(before))
                .query((row, _) -> row.getString(1))
                .list();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
