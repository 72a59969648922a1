package io.wave.api.dashboard;

import io.wave.api.dashboard.BuildActivity.Hour;
import io.wave.api.dashboard.BuildActivity.Shown;
import io.wave.api.dashboard.BuildActivity.Times;
import io.wave.job.JobState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Queries the builds, mirrors and scans for the dashboard, in one snapshot. */
@Component
public class BuildActivityQuery {

    private static final int HOURS = 24;
    private static final String SHOWN =
            "kind, id, image, tenant, state, submitted_at, started_at, finished_at, ended_at";

    private final JdbcClient jdbc;
    private final Clock clock;

    BuildActivityQuery(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * All live jobs, and those that ended within the last 24 hours.
     *
     * @param listed maximum number of builds per list
     */
    @Transactional(readOnly = true)
    public BuildActivity query(int listed) {
        OffsetDateTime since = clock.instant()
                .truncatedTo(ChronoUnit.HOURS)
                .minus(Duration.ofHours(HOURS - 1))
                .atOffset(ZoneOffset.UTC);
        return new BuildActivity(
                count("SUBMITTED", "WAITING", "QUEUED"),
                count("RUNNING", "PUSHING", "CANCELLING", "TIMING_OUT"),
                shown("WHERE live ORDER BY submitted_at, id LIMIT :listed", listed),
                shown("WHERE NOT live ORDER BY ended_at DESC, id LIMIT :listed", listed),
                hours(since),
                times(since));
    }

    private long count(String... states) {
        return jdbc.sql("SELECT count(*) FROM requests.shown_job WHERE live AND state IN (:states)")
                .param("states", List.of(states))
                .query(Long.class)
                .single();
    }

    private List<Shown> shown(String which, int listed) {
        return jdbc.sql("SELECT " + SHOWN + " FROM requests.shown_job " + which)
                .param("listed", listed)
                .query(BuildActivityQuery::shown)
                .list();
    }

    private List<Hour> hours(OffsetDateTime since) {
        return jdbc.sql("""
                        SELECT date_trunc('hour', ended_at, 'UTC') AS hour,
                            count(*) FILTER (WHERE state = 'SUCCEEDED') AS succeeded,
                            count(*) FILTER (WHERE state <> 'SUCCEEDED') AS failed
                        FROM requests.shown_job WHERE NOT live AND ended_at >= :since GROUP BY hour ORDER BY hour
                        """)
                .param("since", since)
                .query((row, _) -> new Hour(
                        row.getObject("hour", OffsetDateTime.class).toInstant(),
                        row.getLong("succeeded"),
                        row.getLong("failed")))
                .list();
    }

    private Times times(OffsetDateTime since) {
        return jdbc.sql("""
                        SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY waited) AS wait,
                            percentile_disc(0.5) WITHIN GROUP (ORDER BY ran) AS usual,
                            percentile_disc(0.95) WITHIN GROUP (ORDER BY ran) AS long95
                        FROM (SELECT extract(epoch FROM started_at - submitted_at) AS waited,
                                extract(epoch FROM finished_at - started_at) AS ran
                            FROM requests.shown_job
                            WHERE kind = 'build' AND NOT live AND ended_at >= :since AND state = 'SUCCEEDED'
                                AND started_at IS NOT NULL
                                AND finished_at IS NOT NULL) ended
                        """)
                .param("since", since)
                .query((row, _) -> new Times(duration(row, "wait"), duration(row, "usual"), duration(row, "long95")))
                .single();
    }

    private static Shown shown(ResultSet row, int number) throws SQLException {
        return new Shown(
                row.getString("kind"),
                row.getString("id"),
                row.getString("image"),
                row.getString("tenant"),
                JobState.valueOf(row.getString("state")),
                row.getObject("submitted_at", OffsetDateTime.class).toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                instant(row, "ended_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }

    private static @Nullable Duration duration(ResultSet row, String column) throws SQLException {
        double seconds = row.getDouble(column);
        return row.wasNull() ? null : Duration.ofMillis(Math.max(0, Math.round(seconds * 1000)));
    }
}
