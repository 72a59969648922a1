package io.wave.messaging;

import io.wave.messaging.OutboxTable.ClaimedRow;
import io.wave.messaging.SendsInFlight.Send;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/**
 * Sends rows of the outbox to Kafka, holding no transaction while it waits. A row that cannot be sent steps aside with
 * those behind it of its topic and key, each time for longer; it never keeps rows of other keys waiting.
 */
final class KafkaSweep implements Sweep {

    private static final Logger log = LoggerFactory.getLogger(KafkaSweep.class);
    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(30);

    private final OutboxTable table;
    private final KafkaOperations<String, String> kafka;
    private final SendsInFlight inFlight;
    private final OutboxProperties properties;
    private final BooleanSupplier ready;
    private long nextWarning = System.nanoTime();

    KafkaSweep(
            OutboxTable table,
            KafkaOperations<String, String> kafka,
            CloudEvents events,
            OutboxProperties properties,
            BooleanSupplier ready) {
        this.table = table;
        this.kafka = kafka;
        this.inFlight = new SendsInFlight(kafka, events, properties.claim());
        this.properties = properties;
        this.ready = ready;
    }

    @Override
    public boolean sweep() throws InterruptedException {
        if (!ready.getAsBoolean()) {
            return false;
        }
        settle();
        long now = System.nanoTime();
        List<ClaimedRow> rows = table.claim(properties.batchSize() - inFlight.size(), properties.claim());
        table.release(inFlight.send(rows, now));
        inFlight.await(PATIENCE);
        settle();
        return !rows.isEmpty() || inFlight.size() > 0;
    }

    /** What is still under way has its answer noted; else it would be sent again. */
    @Override
    public void finish() throws InterruptedException {
        inFlight.await(LAST_PATIENCE);
        settle();
    }

    private void settle() {
        long now = System.nanoTime();
        List<Send> settled = inFlight.settled();
        List<Send> failed = settled.stream().filter(send -> !send.isSent()).toList();
        table.sent(settled.stream()
                .filter(Send::isSent)
                .map(send -> send.row().id())
                .toList());
        table.postpone(failed.stream().map(Send::row).toList(), properties.pollInterval(), properties.maxBackOff());
        if (failed.stream().anyMatch(send -> send.isUnanswered(now))) {
            beginAnew();
        }
        inFlight.forget(settled);
        warn(failed, now);
    }

    /** The producer's own thread ends by an {@code Error}, and nobody else notices. */
    private void beginAnew() {
        log.atError().log("Kafka's producer does not answer and is replaced by a new one");
        kafka.getProducerFactory().reset();
    }

    private void warn(List<Send> failed, long now) {
        if (failed.isEmpty() || now - nextWarning < 0) {
            return;
        }
        nextWarning = now + BETWEEN_WARNINGS.toNanos();
        log.atWarn()
                .addKeyValue("messages", failed.size())
                .addKeyValue("topic", failed.getFirst().row().topic())
                .addKeyValue("reason", failed.getFirst().failure())
                .log("messages could not be sent and are tried again later");
    }
}
