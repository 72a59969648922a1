package io.wave.messaging.outbox;

import io.wave.messaging.loop.TaskLoop;
import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The outbox table and how its messages are sent.
 *
 * @param schema PostgreSQL schema with the table {@code outbox}; set by each service, not by users
 * @param pollInterval how often the table is polled without a commit of this replica
 * @param maxBackOff the longest pause after failures of Kafka, Redis or the database
 * @param claim how long a replica reserves rows while it sends them; after its crash they wait that long
 * @param batchSize how many rows are sent together
 */
@ConfigurationProperties("wave.outbox")
record OutboxProperties(
        String schema,
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue("30s") Duration maxBackOff,
        @DefaultValue("20s") Duration claim,
        @DefaultValue("100") int batchSize) {

    private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    OutboxProperties {
        if (!IDENTIFIER.matcher(schema).matches()) {
            throw new IllegalArgumentException(
                    "wave.outbox.schema: not a plain PostgreSQL identifier: '" + schema + "'");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("wave.outbox.batch-size: must be greater than 0");
        }
    }

    TaskLoop.Pace pace(Duration batchingDelay) {
        return new TaskLoop.Pace(pollInterval, batchingDelay, maxBackOff);
    }
}
