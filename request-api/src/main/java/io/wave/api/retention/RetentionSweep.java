package io.wave.api.retention;

import io.wave.store.ObjectStoreException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Runs on every replica. Deletes rows after their retention time, and on one replica at a time also objects. */
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

    /** A single run; whatever is unavailable now is retried in the next run. */
    void sweep() {
        try {
            rows();
            if (tables.takeLook(properties.interval())) {
                objects.sweep();
            }
        } catch (DataAccessException | ObjectStoreException unavailable) {
            LOG.atWarn()
                    .addKeyValue("reason", unavailable.getMessage())
                    .log("Retention run failed and is retried later");
        }
    }

    /** Requests first, since they keep builds and mirrors. */
    void rows() {
        batches(tables::eraseLogins);
        delete("requests", limit -> tables.deleteRequests(properties.requests(), limit));
        delete("builds", limit -> tables.deleteBuilds(properties.builds(), limit));
        delete("mirrors", limit -> tables.deleteMirrors(properties.builds(), limit));
        delete("scans", limit -> tables.deleteScans(properties.builds(), limit));
        delete("mails", limit -> tables.deleteMails(properties.mails(), limit));
        delete("usage", limit -> tables.deleteUsage(properties.usage(), limit));
        delete("organizations", limit -> tables.deleteOrganizations(longestUse(), limit));
    }

    /** An organization is needed as long as there may be requests and jobs of its user, or counts of them. */
    private Duration longestUse() {
        return Collections.max(List.of(properties.requests(), properties.builds(), properties.usage()));
    }

    private void delete(String what, IntUnaryOperator batch) {
        batches(limit -> {
            int count = batch.applyAsInt(limit);
            meters.deleted(what, count);
            return count;
        });
    }

    /** Each in its own transaction. */
    private static void batches(IntUnaryOperator batch) {
        int count;
        do {
            count = batch.applyAsInt(BATCH);
        } while (count == BATCH);
    }
}
