package io.wave.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.wave.job.Topics;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.ConsumerRecordRecoverer;

/**
 * Handles a record that cannot be processed: the {@link DeadLetterListener}s are called, then the record goes to the
 * dead-letter topic with its headers and the reason in {@code dead_reason}. Until both have succeeded the record is
 * redelivered. The listeners are not called for a record without a valid HMAC: it must not end a job.
 */
final class DeadLetterRecoverer implements ConsumerRecordRecoverer {

    static final String REASON_HEADER = "dead_reason";

    private static final Logger log = LoggerFactory.getLogger(DeadLetterRecoverer.class);
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KafkaOperations<String, String> kafka;
    private final Supplier<Stream<DeadLetterListener>> listeners;
    private final MeterRegistry meters;

    DeadLetterRecoverer(
            KafkaOperations<String, String> kafka,
            Supplier<Stream<DeadLetterListener>> listeners,
            MeterRegistry meters) {
        this.kafka = kafka;
        this.listeners = listeners;
        this.meters = meters;
    }

    @Override
    public void accept(ConsumerRecord<?, ?> record, Exception failure) {
        String reason = FailureClassifier.reason(failure);
        @Nullable String key = text(record.key());
        @Nullable String body = text(record.value());
        boolean untrusted = FailureClassifier.isUntrusted(failure);
        try {
            if (!untrusted) {
                listeners.get().forEach(listener -> listener.onDeadLetter(record.topic(), key, body, reason));
            }
            send(record, key, body, reason);
        } catch (Exception failed) {
            pause();
            throw new IllegalStateException(
                    "record could not be moved to the dead-letter topic, will be retried", failed);
        }
        count(record.topic(), untrusted);
        log.atError()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", reason)
                .log(untrusted ? "record rejected: missing or invalid HMAC" : "record cannot be processed");
    }

    private void count(String topic, boolean untrusted) {
        Counter.builder("wave.messages.dead")
                .description("records that went to a dead-letter topic")
                .tag("topic", topic)
                .tag("cause", untrusted ? "untrusted" : "invalid")
                .register(meters)
                .increment();
    }

    /** Without the body if the reason makes the record too large: it must not block others. */
    private void send(ConsumerRecord<?, ?> record, @Nullable String key, @Nullable String body, String reason)
            throws Exception {
        try {
            send(dead(record, key, body, reason));
        } catch (RecordTooLargeException tooLarge) {
            send(dead(record, key, null, reason + " (body omitted: too large)"));
        }
    }

    private void send(ProducerRecord<String, String> dead) throws Exception {
        try {
            kafka.send(dead).get(SEND_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | KafkaException failed) {
            throw NestedExceptionUtils.getMostSpecificCause(failed) instanceof RecordTooLargeException tooLarge
                    ? tooLarge
                    : failed;
        }
    }

    private static ProducerRecord<String, String> dead(
            ConsumerRecord<?, ?> record, @Nullable String key, @Nullable String body, String reason) {
        var dead = new ProducerRecord<String, String>(
                record.topic() + Topics.DEAD_LETTER_SUFFIX, null, key, body, record.headers());
        dead.headers().add(REASON_HEADER, reason.getBytes(UTF_8));
        return dead;
    }

    /** The container redelivers the record at once. */
    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
