package io.wave.messaging.outbox;

import io.wave.messaging.loop.RepeatedTask;
import io.wave.messaging.outbox.OutboxTable.ClaimedRow;
import io.wave.messaging.outbox.SendsInFlight.Send;
import io.wave.tracing.Traces;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/**
 * Sends rows of the outbox to Kafka, without an open transaction. A row that cannot be sent is postponed together with the
 * later rows of its topic and key, each time for longer; rows of other keys do not wait for it.
 */
final class KafkaRelay implements RepeatedTask {

    private static final Logger log = LoggerFactory.getLogger(KafkaRelay.class);
    private static final Duration ANSWER_WAIT = Duration.ofMillis(250);
    private static final Duration FINAL_ANSWER_WAIT = Duration.ofSeconds(10);
    private static final Duration WARNING_INTERVAL = Duration.ofSeconds(30);

    private final OutboxTable table;
    private final KafkaOperations<String, String> kafka;
    private final SendsInFlight inFlight;
    private final OutboxProperties properties;
    private final BooleanSupplier ready;
    private long nextWarning = System.nanoTime();

    KafkaRelay(
            OutboxTable table,
            KafkaOperations<String, String> kafka,
            CloudEvents events,
            OutboxProperties properties,
            Traces traces,
            BooleanSupplier ready) {
        this.table = table;
        this.kafka = kafka;
        this.inFlight = new SendsInFlight(kafka, events, traces, properties.claim());
        this.properties = properties;
        this.ready = ready;
    }

    @Override
    public boolean run() throws InterruptedException {
        if (!ready.getAsBoolean()) {
            return false;
        }
        recordOutcomes();
        long claimedAt = System.nanoTime();
        List<ClaimedRow> rows = table.claim(properties.batchSize() - inFlight.size(), properties.claim());
        table.release(inFlight.send(rows, claimedAt));
        inFlight.await(ANSWER_WAIT);
        recordOutcomes();
        return !rows.isEmpty() || inFlight.size() > 0;
    }

    /** Records the answers that are still expected; otherwise those rows would be sent again. */
    @Override
    public void finish() throws InterruptedException {
        inFlight.await(FINAL_ANSWER_WAIT);
        recordOutcomes();
    }

    private void recordOutcomes() {
        long now = System.nanoTime();
        List<Send> settled = inFlight.settled(now);
        List<Send> failed = settled.stream().filter(send -> !send.isSent()).toList();
        table.sent(settled.stream()
                .filter(Send::isSent)
                .map(send -> send.row().id())
                .toList());
        table.postpone(failed.stream().map(Send::row).toList(), properties.pollInterval(), properties.maxBackOff());
        if (failed.stream().anyMatch(send -> send.isUnanswered(now))) {
            replaceProducer();
        }
        inFlight.remove(settled);
        warn(failed, now);
    }

    /** An {@code Error} ends the producer's thread, which nothing else detects. */
    private void replaceProducer() {
        log.atError().log("Kafka producer does not respond, replacing it");
        kafka.getProducerFactory().reset();
    }

    private void warn(List<Send> failed, long now) {
        if (failed.isEmpty() || now - nextWarning < 0) {
            return;
        }
        nextWarning = now + WARNING_INTERVAL.toNanos();
        log.atWarn()
                .addKeyValue("messages", failed.size())
                .addKeyValue("topic", failed.getFirst().row().topic())
                .addKeyValue("reason", failed.getFirst().failure())
                .log("messages could not be sent, will be retried");
    }
}
