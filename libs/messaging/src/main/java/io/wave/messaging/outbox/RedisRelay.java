package io.wave.messaging.outbox;

import io.wave.messaging.loop.RepeatedTask;
import io.wave.messaging.outbox.OutboxTable.PendingProjection;
import io.wave.messaging.projection.ProjectionWriter;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Writes projections of the outbox to Redis. Needs no claim: writing a projection twice is harmless. */
final class RedisRelay implements RepeatedTask {

    private static final Logger log = LoggerFactory.getLogger(RedisRelay.class);

    private final OutboxTable table;
    private final ProjectionWriter projections;
    private final OutboxProperties properties;
    private final Runnable afterUpdate;

    /**
     * Creates the relay.
     *
     * @param afterUpdate called after rows were marked as written: they were locked, so a claim may have skipped them
     */
    RedisRelay(OutboxTable table, ProjectionWriter projections, OutboxProperties properties, Runnable afterUpdate) {
        this.table = table;
        this.projections = projections;
        this.properties = properties;
        this.afterUpdate = afterUpdate;
    }

    @Override
    public boolean run() {
        List<PendingProjection> pending = table.pendingProjections(properties.batchSize());
        List<Long> written = new ArrayList<>();
        try {
            for (PendingProjection projection : pending) {
                write(projection);
                written.add(projection.id());
            }
        } finally {
            table.projected(written);
            afterUpdate.run();
        }
        return !pending.isEmpty();
    }

    private void write(PendingProjection pending) {
        try {
            projections.write(projections.parse(pending.projection()));
        } catch (JacksonException unreadable) {
            // Written by another version of the service.
            log.atError()
                    .addKeyValue("row", pending.id())
                    .setCause(unreadable)
                    .log("unreadable projection in the outbox, skipped");
        }
    }
}
