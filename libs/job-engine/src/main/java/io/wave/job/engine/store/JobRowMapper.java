package io.wave.job.engine.store;

import io.wave.image.Digest;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Maps rows of the job table. */
final class JobRowMapper {

    /** The columns that {@link #job} reads. */
    static final String RECORD_COLUMNS = """
            id, kind, target, generation, sequence, submitted_at, started_at, finished_at, digest, report, counts, \
            CASE WHEN state = 'RUNNING' AND queued_by_runner THEN 'QUEUED' ELSE state END AS state, \
            failure, exit_code, note, coalesce(run_deadline, queue_deadline + run_timeout) AS deadline""";

    /** The columns that {@link #map} reads. */
    static final String COLUMNS = RECORD_COLUMNS + """
            , spec, fence, attempt, lost, launched, traceparent, tenant, logins, (extract(epoch FROM run_timeout) * 1000)::bigint AS run_timeout_millis""";

    private JobRowMapper() {}

    static JobRow map(ResultSet row, int number) throws SQLException {
        return new JobRow(
                job(row, number),
                row.getString("spec"),
                row.getLong("fence"),
                row.getInt("attempt"),
                row.getInt("lost"),
                row.getBoolean("launched"),
                row.getString("traceparent"),
                Duration.ofMillis(row.getLong("run_timeout_millis")),
                row.getString("tenant"),
                row.getString("logins"));
    }

    static JobRecord job(ResultSet row, int number) throws SQLException {
        return new JobRecord(
                JobKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("id"),
                row.getString("target"),
                row.getLong("generation"),
                row.getLong("sequence"),
                JobState.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("digest")).map(Digest::parse).orElse(null),
                row.getString("failure"),
                row.getObject("exit_code", Integer.class),
                row.getObject("submitted_at", OffsetDateTime.class).toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getObject("deadline", OffsetDateTime.class).toInstant(),
                row.getString("note"),
                row.getString("report"),
                JobCounts.read(row.getString("counts")));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
