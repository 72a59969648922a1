package io.wave.api.usage;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The usage counters. A repeated event is ignored: its id is kept longer than Kafka keeps the event. */
@Component
@ConditionalOnBooleanProperty("wave.metrics.enabled")
class UsageCounters {

    private static final int FORGOTTEN_AT_ONCE = 1_000;

    private final JdbcClient jdbc;

    UsageCounters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Counts the usage in an event, once. */
    @Transactional
    void count(String eventId, List<Usage> usages) {
        int fresh = jdbc.sql("INSERT INTO requests.usage_event (id) VALUES (:id) ON CONFLICT DO NOTHING")
                .param("id", eventId)
                .update();
        if (fresh == 1) {
            usages.forEach(this::add);
        }
    }

    private void add(Usage usage) {
        jdbc.sql("""
                        INSERT INTO requests.usage_count AS known (kind, day, organisation, architecture, count)
                        VALUES (:kind, :day, :organisation, :architecture, :count)
                        ON CONFLICT (kind, day, organisation, architecture) DO UPDATE SET count = known.count + :count
                        """)
                .param("kind", usage.kind().name())
                .param("day", usage.day())
                .param("organisation", usage.organisation())
                .param("architecture", usage.architecture())
                .param("count", usage.count())
                .update();
    }

    /** The counts by organization; unauthenticated usage is under {@link Usage#ANONYMOUS}. */
    Map<String, Long> sums(UsageKind kind, UsageQuery query) {
        Map<String, Long> sums = new TreeMap<>();
        jdbc.sql("""
                        SELECT organisation, sum(count)::bigint AS total FROM requests.usage_count
                        WHERE kind = :kind
                          AND (CAST(:day AS date) IS NULL OR day = :day)
                          AND (CAST(:organisation AS text) IS NULL OR organisation = :organisation)
                          AND (CAST(:architecture AS text) IS NULL OR architecture = :architecture)
                        GROUP BY organisation
                        """)
                .param("kind", kind.name())
                .param("day", query.day())
                .param("organisation", query.organisation())
                .param("architecture", query.architecture())
                .query(row -> {
                    sums.put(row.getString("organisation"), row.getLong("total"));
                });
        return sums;
    }

    @Scheduled(fixedDelayString = "PT1H")
    void forget() {
        int count;
        do {
            count = jdbc.sql("""
                            DELETE FROM requests.usage_event WHERE id IN (
                                SELECT id FROM requests.usage_event WHERE seen_at < now() - interval '8 days'
                                ORDER BY seen_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                            """).param("limit", FORGOTTEN_AT_ONCE).update();
        } while (count == FORGOTTEN_AT_ONCE);
    }
}
