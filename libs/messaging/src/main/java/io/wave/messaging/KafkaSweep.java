package io.wave.messaging;

import io.wave.messaging.OutboxTable.ClaimedRow;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/** Sends rows of the outbox to Kafka, holding no transaction while it waits. */
final class KafkaSweep implements Sweep {

    private static final Logger log = LoggerFactory.getLogger(KafkaSweep.class);

    private final OutboxTable table;
    private final KafkaOperations<String, String> kafka;
    private final CloudEvents events;
    private final OutboxProperties properties;
    private final BooleanSupplier ready;

    KafkaSweep(
            OutboxTable table,
            KafkaOperations<String, String> kafka,
            CloudEvents events,
            OutboxProperties properties,
            BooleanSupplier ready) {
        this.table = table;
        this.kafka = kafka;
        this.events = events;
        this.properties = properties;
        this.ready = ready;
    }

    @Override
    public boolean sweep() throws InterruptedException {
        if (!ready.getAsBoolean()) {
            return false;
        }
        List<ClaimedRow> rows = table.claim(properties.batchSize(), properties.claim());
        if (rows.isEmpty()) {
            return false;
        }
        SendBatch batch = new SendBatch(kafka, events, properties.claim());
        batch.send(rows);
        if (batch.isUnanswered()) {
            beginAnew();
        }
        settle(rows, batch);
        return true;
    }

    /** The producer's own thread ends by an {@code Error}, and nobody else notices. */
    private void beginAnew() {
        log.atError().log("Kafka's producer does not answer and is replaced by a new one");
        kafka.getProducerFactory().reset();
    }

    private void settle(List<ClaimedRow> rows, SendBatch batch) {
        List<Long> sent =
                rows.stream().filter(batch::isSent).map(ClaimedRow::id).toList();
        List<ClaimedRow> failed = rows.stream().filter(batch::isFailed).toList();
        table.sent(sent);
        table.release(rows.stream().filter(batch::isUntried).toList(), Duration.ZERO);
        if (failed.isEmpty()) {
            return;
        }
        if (sent.isEmpty()) {
            // Kafka is away, so the sweeper pauses; these rows only step aside, for others to be tried next.
            table.release(failed, properties.pollInterval());
            throw new IllegalStateException("Kafka took no message: " + batch.failureOf(failed.getFirst()));
        }
        table.release(failed, properties.maxBackOff());
        log.atWarn()
                .addKeyValue("messages", failed.size())
                .addKeyValue("topic", failed.getFirst().topic())
                .addKeyValue("reason", batch.failureOf(failed.getFirst()))
                .log("some messages could not be sent and are tried again later");
    }
}
