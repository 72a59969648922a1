package io.wave.messaging.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The SQL of the {@link Outbox}: rows that wait for Kafka, rows that wait for Redis, and claims on rows that are being sent. */
final class OutboxTable {

    private static final String COLUMNS =
            "o.id, o.event_id, o.topic, o.message_key, o.type, o.subject, o.body, o.traceparent, o.created_at, o.claimed_until";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final String table;

    OutboxTable(DataSource dataSource, String schema) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.table = schema + ".outbox";
    }

    /** Adds a row in the caller's transaction. */
    void insert(
            UUID eventId,
            OutboxMessage message,
            String body,
            @Nullable String projection,
            @Nullable String traceparent) {
        jdbc.sql("""
            INSERT INTO %s (event_id, topic, message_key, type, subject, body, projection, traceparent, redis_done)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """.formatted(table))
                .param(eventId)
                .param(message.topic())
                .param(message.key())
                .param(message.type())
                .param(message.subject())
                .param(body)
                .param(projection)
                .param(traceparent)
                .param(projection == null)
                .update();
    }

    /**
     * Claims rows that wait for Kafka for this replica and a limited time. Only the oldest row of a topic and key is ever
     * claimed, so that a message is sent after all earlier ones have arrived.
     */
    List<ClaimedRow> claim(int limit, Duration time) {
        String sql = """
            WITH oldest AS (
                SELECT o.id FROM %1$s o
                WHERE NOT o.kafka_done AND (o.claimed_until IS NULL OR o.claimed_until < now())
                  AND NOT EXISTS (
                    SELECT FROM %1$s before
                    WHERE before.topic = o.topic AND before.message_key = o.message_key
                      AND before.id < o.id AND NOT before.kafka_done)
                ORDER BY o.id LIMIT :limit
                FOR UPDATE OF o SKIP LOCKED)
            UPDATE %1$s o SET claimed_until = now() + :millis * interval '1 millisecond'
            FROM oldest WHERE o.id = oldest.id
            RETURNING %2$s
            """.formatted(table, COLUMNS);
        return transactions.execute(_ -> jdbc
                .sql(sql)
                .param("limit", limit)
                .param("millis", time.toMillis())
                .query((row, _) -> ClaimedRow.of(row))
                .list()
                .stream()
                .sorted(Comparator.comparingLong(ClaimedRow::id))
                .toList());
    }

    /** Ends the claims on rows that were not sent. */
    void release(Collection<ClaimedRow> rows) {
        postpone(rows, Duration.ZERO, Duration.ZERO);
    }

    /** Ends the claims on rows that could not be sent; each is not claimed again for as long as it has waited already. */
    void postpone(Collection<ClaimedRow> rows, Duration atLeast, Duration atMost) {
        if (rows.isEmpty()) {
            return;
        }
        // The claim is compared too: after a long pause of this process another replica may have claimed the row.
        jdbc.sql("""
            UPDATE %s o SET claimed_until = now() + least(
                :most * interval '1 millisecond',
                greatest(:least * interval '1 millisecond', now() - o.created_at))
            FROM unnest(:ids::bigint[], :claims::timestamptz[]) AS claim (id, claimed_until)
            WHERE o.id = claim.id AND o.claimed_until = claim.claimed_until
            """.formatted(table))
                .param("least", atLeast.toMillis())
                .param("most", atMost.toMillis())
                .param("ids", rows.stream().map(ClaimedRow::id).toArray(Long[]::new))
                .param(
                        "claims",
                        rows.stream().map(row -> row.claimedUntil().toString()).toArray(String[]::new))
                .update();
    }

    /** Rows whose projection Redis does not have yet, oldest first. */
    List<PendingProjection> pendingProjections(int limit) {
        return jdbc.sql("SELECT id, projection FROM %s WHERE NOT redis_done ORDER BY id LIMIT :limit".formatted(table))
                .param("limit", limit)
                .query((row, _) -> new PendingProjection(row.getLong("id"), row.getString("projection")))
                .list();
    }

    /** Rows with this projection that Redis does not have yet. */
    List<Long> pending(String projection) {
        return jdbc.sql("SELECT id FROM %s WHERE NOT redis_done AND projection = ?".formatted(table))
                .param(projection)
                .query((row, _) -> row.getLong("id"))
                .list();
    }

    /** Records that Kafka has these rows. */
    void sent(Collection<Long> ids) {
        done(ids, "kafka_done", "redis_done");
    }

    /** Records that Redis has these rows. */
    void projected(Collection<Long> ids) {
        done(ids, "redis_done", "kafka_done");
    }

    /** What waits now, for all replicas. */
    Backlog backlog() {
        return jdbc.sql("""
            SELECT count(*) FILTER (WHERE NOT kafka_done) AS kafka_rows,
                   count(*) FILTER (WHERE NOT redis_done) AS redis_rows,
                   extract(epoch FROM now() - min(created_at) FILTER (WHERE NOT kafka_done)) AS kafka_seconds,
                   extract(epoch FROM now() - min(created_at) FILTER (WHERE NOT redis_done)) AS redis_seconds
            FROM %s
            """.formatted(table))
                .query((row, _) -> new Backlog(
                        new Waiting(row.getLong("kafka_rows"), row.getDouble("kafka_seconds")),
                        new Waiting(row.getLong("redis_rows"), row.getDouble("redis_seconds"))))
                .single();
    }

    private void done(Collection<Long> ids, String here, String there) {
        if (ids.isEmpty()) {
            return;
        }
        // One array parameter: the statement does not depend on the number of rows and stays prepared.
        Long[] array = ids.toArray(Long[]::new);
        transactions.executeWithoutResult(_ -> {
            // Locked first and in one order: both relays may update the same rows at the same time, and the second
            // must see what the first one recorded.
            jdbc.sql("SELECT id FROM %s WHERE id = ANY (?) ORDER BY id FOR UPDATE".formatted(table))
                    .param(array)
                    .query(Long.class)
                    .list();
            jdbc.sql("""
                WITH complete AS (DELETE FROM %1$s WHERE id = ANY (?) AND %3$s)
                UPDATE %1$s SET %2$s = true WHERE id = ANY (?) AND NOT %3$s
                """.formatted(table, here, there))
                    .param(array)
                    .param(array)
                    .update();
        });
    }

    /** A row that this replica may send to Kafka. */
    record ClaimedRow(
            long id,
            UUID eventId,
            String topic,
            String messageKey,
            String type,
            String subject,
            String body,
            @Nullable String traceparent,
            OffsetDateTime createdAt,
            OffsetDateTime claimedUntil) {

        /** By column name; a reflective mapper would throw and catch an exception for each column of each row. */
        private static ClaimedRow of(ResultSet row) throws SQLException {
            return new ClaimedRow(
                    row.getLong("id"),
                    row.getObject("event_id", UUID.class),
                    row.getString("topic"),
                    row.getString("message_key"),
                    row.getString("type"),
                    row.getString("subject"),
                    row.getString("body"),
                    row.getString("traceparent"),
                    row.getObject("created_at", OffsetDateTime.class),
                    row.getObject("claimed_until", OffsetDateTime.class));
        }
    }

    /** What waits for Kafka, and what for Redis; some rows for both. */
    record Backlog(Waiting kafka, Waiting redis) {}

    /**
     * Rows that wait for one destination.
     *
     * @param rows how many there are
     * @param oldestSeconds age of the oldest row, 0 if there is none
     */
    record Waiting(long rows, double oldestSeconds) {}

    /** A projection that Redis does not have yet, as JSON. */
    record PendingProjection(long id, String projection) {}
}
