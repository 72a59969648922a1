package io.wave.messaging;

import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the outbox is and how it is swept.
 *
 * @param schema PostgreSQL schema with the table {@code outbox}; set by each service, not by users
 * @param pollInterval how often the outbox is looked through when no commit of this replica asks for it
 * @param maxBackOff the longest pause after failures of Kafka, Redis or the database
 * @param claim how long one replica has rows for itself while it sends them; after a crash they wait that long
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
            throw new IllegalArgumentException("wave.outbox.schema is not a plain PostgreSQL name: '" + schema + "'");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("wave.outbox.batch-size must be positive");
        }
    }

    Sweeper.Pace pace(Duration gathering) {
        return new Sweeper.Pace(pollInterval, gathering, maxBackOff);
    }
}
