package io.wave.api.retention;

import io.wave.store.ObjectStoreException;
import java.util.function.IntUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Looks on every replica for rows whose time is over, and on one of them for objects. */
@Component
class RetentionSweep {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionSweep.class);
    private static final int BATCH = 500;

    private final RetentionTables tables;
    private final ObjectRetention objects;
    private final RetentionProperties properties;
    private final RetentionMeters meters;

    RetentionSweep(
            RetentionTables tables,
            ObjectRetention objects,
            RetentionProperties properties,
            JobRetention jobs,
            RetentionMeters meters) {
        jobs.requireKeptWithin(properties.builds());
        this.tables = tables;
        this.objects = objects;
        this.properties = properties;
        this.meters = meters;
    }

    /** One pass; what cannot be reached now is looked for in the next one. */
    void sweep() {
        try {
            rows();
            if (tables.takeLook(properties.interval())) {
                objects.sweep();
            }
        } catch (DataAccessException | ObjectStoreException away) {
            LOG.atWarn().addKeyValue("reason", away.getMessage()).log("What is to be deleted is looked for later");
        }
    }

    /** Requests first: they keep builds. */
    void rows() {
        delete("requests", limit -> tables.deleteRequests(properties.requests(), limit));
        delete("builds", limit -> tables.deleteBuilds(properties.builds(), limit));
        delete("usage", limit -> tables.deleteUsage(properties.usage(), limit));
    }

    /** Some at a time, each a transaction of its own. */
    private void delete(String what, IntUnaryOperator batch) {
        int count;
        do {
            count = batch.applyAsInt(BATCH);
            meters.deleted(what, count);
        } while (count == BATCH);
    }
}
