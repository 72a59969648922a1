package io.wave.messaging.outbox;

import io.wave.messaging.projection.Projection;
import io.wave.messaging.projection.ProjectionWriter;
import io.wave.tracing.Traces;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages that are written in the caller's transaction and sent after its commit: to Kafka, and as a {@link Projection} to
 * Redis.
 *
 * <ol>
 *   <li>A committed message is sent at least once, whatever crashes; a rolled back one is never sent.
 *   <li>Messages of one topic and key are sent in the order of their appends.
 *   <li>The caller never waits for Kafka or Redis: other threads send, woken by the commit.
 *   <li>An outage of Kafka does not delay Redis, nor the other way round.
 * </ol>
 */
public final class Outbox {

    /** The largest body, in bytes of JSON. */
    public static final int MAX_BODY_BYTES = 256 * 1024;

    private final OutboxTable table;
    private final DataSource dataSource;
    private final JsonMapper json;
    private final ProjectionWriter projections;
    private final Supplier<UUID> ids;
    private final Traces traces;
    private final Runnable wakeKafka;
    private final Runnable wakeRedis;

    Outbox(
            OutboxTable table,
            DataSource dataSource,
            JsonMapper json,
            ProjectionWriter projections,
            Supplier<UUID> ids,
            Traces traces,
            Runnable wakeKafka,
            Runnable wakeRedis) {
        this.table = table;
        this.dataSource = dataSource;
        this.json = json;
        this.projections = projections;
        this.ids = ids;
        this.traces = traces;
        this.wakeKafka = wakeKafka;
        this.wakeRedis = wakeRedis;
    }

    /**
     * Adds a message to the caller's transaction.
     *
     * @throws IllegalStateException if the caller has no transaction on this data source
     * @throws MessageTooLargeException if the body is larger than {@link #MAX_BODY_BYTES}
     */
    public void append(OutboxMessage message) {
        append(message, traces.parent().orElse(null));
    }

    /**
     * The same, for a message that belongs to another trace than what the caller does.
     *
     * @param trace the {@link Traces#parent()} that the message continues, if any
     * @throws IllegalStateException if the caller has no transaction on this data source
     * @throws MessageTooLargeException if the body is larger than {@link #MAX_BODY_BYTES}
     */
    public void append(OutboxMessage message, @Nullable String trace) {
        requireTransaction();
        String body = json.writeValueAsString(message.body());
        int bytes = body.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BODY_BYTES) {
            throw new MessageTooLargeException(message.type(), bytes);
        }
        @Nullable Projection projection = message.projection();
        table.insert(ids.get(), message, body, projection == null ? null : projections.text(projection), trace);
        afterCommit(wakeKafka);
        if (projection != null) {
            afterCommit(wakeRedis);
        }
    }

    /** Whether a projection was appended and is not known to be in Redis yet. */
    public boolean isPending(Projection projection) {
        return !table.pending(projections.text(projection)).isEmpty();
    }

    /** Records that an appended projection has been written by the caller. */
    public void written(Projection projection) {
        table.projected(table.pending(projections.text(projection)));
    }

    private static void afterCommit(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }

    private void requireTransaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.hasResource(dataSource)) {
            throw new IllegalStateException("Outbox.append requires a transaction of the caller");
        }
    }
}
