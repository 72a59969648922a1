package io.wave.messaging;

import io.wave.messaging.OutboxTable.PendingProjection;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Writes projections of the outbox to Redis. Takes no claim: two replicas may write the same record, it is the same. */
final class RedisSweep implements Sweep {

    private static final Logger log = LoggerFactory.getLogger(RedisSweep.class);

    private final OutboxTable table;
    private final Projections projections;
    private final OutboxProperties properties;
    private final Runnable noted;

    /**
     * Creates the sweep.
     *
     * @param noted called after rows were noted as written: they were locked meanwhile, so a claim may have skipped them
     */
    RedisSweep(OutboxTable table, Projections projections, OutboxProperties properties, Runnable noted) {
        this.table = table;
        this.projections = projections;
        this.properties = properties;
        this.noted = noted;
    }

    @Override
    public boolean sweep() {
        List<PendingProjection> pending = table.pendingProjections(properties.batchSize());
        List<Long> written = new ArrayList<>();
        try {
            for (PendingProjection projection : pending) {
                write(projection);
                written.add(projection.id());
            }
        } finally {
            table.projected(written);
            noted.run();
        }
        return !pending.isEmpty();
    }

    private void write(PendingProjection pending) {
        try {
            projections.write(projections.parse(pending.projection()));
        } catch (JacksonException unreadable) {
            // Written by another version of the service; its own replica may have understood it, none waits for it.
            log.atError()
                    .addKeyValue("row", pending.id())
                    .setCause(unreadable)
                    .log("what is to be written to Redis cannot be read");
        }
    }
}
