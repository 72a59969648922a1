package io.wave.api.retention;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The rows to delete, and what rows refer to. Deletes work in batches and skip rows that another replica is deleting.
 */
@Component
class RetentionTables {

    private final JdbcClient jdbc;

    RetentionTables(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Deletes requests whose tokens expired this long ago. */
    int deleteRequests(Duration ended, int limit) {
        return deleteOlder("container_request", "token", "expires_at", ended, limit);
    }

    /** Erases the registry credentials of requests whose tokens have expired. */
    int eraseLogins(int limit) {
        return jdbc.sql("""
                        UPDATE requests.container_request SET logins = NULL WHERE token IN (
                            SELECT token FROM requests.container_request
                            WHERE logins IS NOT NULL AND expires_at < now()
                            ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                        """).param("limit", limit).update();
    }

    /**
     * Deletes builds that ended this long ago and that neither a request nor an index refers to. Those of images that not all
     * callers may read are kept: they say who may.
     */
    int deleteBuilds(Duration ended, int limit) {
        return delete("""
                DELETE FROM requests.image_build WHERE id IN (
                    SELECT id FROM requests.image_build build
                    WHERE NOT live AND NOT restricted AND ended_at < now() - :age * interval '1 millisecond'
                      AND NOT EXISTS (SELECT FROM requests.container_request WHERE build_id = build.id)
                      AND NOT EXISTS (SELECT FROM requests.index_part WHERE part = build.id)
                      AND NOT EXISTS (SELECT FROM requests.awaited_build WHERE awaited = build.id)
                    ORDER BY ended_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                """, ended, limit);
    }

    /** Deletes mirrors that ended this long ago and that no request refers to, with the same exception. */
    int deleteMirrors(Duration ended, int limit) {
        return delete("""
                DELETE FROM requests.image_mirror WHERE id IN (
                    SELECT id FROM requests.image_mirror mirror
                    WHERE NOT live AND NOT restricted AND ended_at < now() - :age * interval '1 millisecond'
                      AND NOT EXISTS (SELECT FROM requests.container_request WHERE build_id = mirror.id)
                    ORDER BY ended_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                """, ended, limit);
    }

    /** Deletes scans that ended this long ago and that no request refers to. */
    int deleteScans(Duration ended, int limit) {
        return delete("""
                DELETE FROM requests.image_scan WHERE id IN (
                    SELECT id FROM requests.image_scan scan
                    WHERE NOT live AND ended_at < now() - :age * interval '1 millisecond'
                      AND NOT EXISTS (SELECT FROM requests.container_request
                          WHERE scans @> jsonb_build_array(jsonb_build_object('id', scan.id)))
                    ORDER BY ended_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                """, ended, limit);
    }

    /** The ids of scans whose reports scans refer to, or that are live. */
    Set<String> knownReports(Collection<String> ids) {
        return new HashSet<>(jdbc.sql("""
                        SELECT id FROM unnest(CAST(:ids AS text[])) AS id
                        WHERE EXISTS (SELECT FROM requests.image_scan scan WHERE scan.id = id.id AND scan.live)
                           OR EXISTS (SELECT FROM requests.image_scan scan
                               WHERE scan.report = 'scans/' || id.id || '/summary.json')
                        """)
                .param("ids", ids.toArray(String[]::new))
                .query((row, _) -> row.getString("id"))
                .list());
    }

    /** Deletes the usage of days that are this long ago. */
    int deleteUsage(Duration age, int limit) {
        return delete("""
                DELETE FROM requests.usage_count WHERE ctid IN (
                    SELECT ctid FROM requests.usage_count
                    WHERE day < CAST(now() - :age * interval '1 millisecond' AS date)
                    LIMIT :limit FOR UPDATE SKIP LOCKED)
                """, age, limit);
    }

    /** Deletes the organizations of users who have not made a request for this long. */
    int deleteOrganizations(Duration age, int limit) {
        return deleteOlder("user_organisation", "tenant", "seen_at", age, limit);
    }

    /** Deletes the e-mails that were created this long ago. */
    int deleteMails(Duration age, int limit) {
        return deleteOlder("mail", "id", "created_at", age, limit);
    }

    /** Deletes the oldest rows whose time is this long ago. */
    private int deleteOlder(String table, String key, String time, Duration age, int limit) {
        return delete("""
                DELETE FROM requests.%1$s WHERE %2$s IN (
                    SELECT %2$s FROM requests.%1$s
                    WHERE %3$s < now() - :age * interval '1 millisecond'
                    ORDER BY %3$s LIMIT :limit FOR UPDATE SKIP LOCKED)
                """.formatted(table, key, time), age, limit);
    }

    private int delete(String sql, Duration age, int limit) {
        return jdbc.sql(sql).param("age", age.toMillis()).param("limit", limit).update();
    }

    /**
     * The digests that a request with a live token, a live build, or a build that ended less than this long ago refers
     * to.
     *
     * @param digests as hexadecimal digits
     */
    Set<String> namedContents(Collection<String> digests, Duration ended) {
        return new HashSet<>(jdbc.sql("""
                        SELECT digest FROM (
                            SELECT unnest(requests.named_digests(config)) AS digest FROM requests.container_request
                            WHERE config IS NOT NULL AND requests.named_digests(config) && CAST(:digests AS text[])
                              AND expires_at > now() AND revoked_at IS NULL
                            UNION
                            SELECT unnest(requests.named_digests(spec)) FROM requests.image_build
                            WHERE requests.named_digests(spec) && CAST(:digests AS text[])
                              AND (live OR ended_at > now() - :age * interval '1 millisecond')) named
                        WHERE digest = ANY (CAST(:digests AS text[]))
                        """)
                .param("digests", digests.toArray(String[]::new))
                .param("age", ended.toMillis())
                .query((row, _) -> row.getString("digest"))
                .list());
    }

    /** The ids of builds, mirrors and scans that exist. */
    Set<String> knownJobs(Collection<String> ids) {
        return new HashSet<>(jdbc.sql("SELECT id FROM requests.shown_job WHERE id = ANY (CAST(:ids AS text[]))")
                .param("ids", ids.toArray(String[]::new))
                .query((row, _) -> row.getString("id"))
                .list());
    }

    /** Claims the next object run for this replica; false if another replica has it or it is not due. */
    boolean takeLook(Duration interval) {
        return jdbc.sql("""
                        UPDATE requests.retention_look SET next_at = now() + :interval * interval '1 millisecond'
                        WHERE next_at <= now()
                        """).param("interval", interval.toMillis()).update() == 1;
    }
}
