package io.wave.messaging;

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
 * What is done with a record that can never be processed: its owner is told, then it goes to the dead-letter topic with
 * the headers it had and the reason in {@code dead_reason}. Until both have worked the record stays where it is. Of a
 * record that no service of ours has sent nobody is told: it must not end anybody's job.
 */
final class DeadLetters implements ConsumerRecordRecoverer {

    static final String REASON_HEADER = "dead_reason";

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KafkaOperations<String, String> kafka;
    private final Supplier<Stream<DeadLetterListener>> owners;
    private final MeterRegistry meters;

    DeadLetters(
            KafkaOperations<String, String> kafka, Supplier<Stream<DeadLetterListener>> owners, MeterRegistry meters) {
        this.kafka = kafka;
        this.owners = owners;
        this.meters = meters;
    }

    @Override
    public void accept(ConsumerRecord<?, ?> record, Exception failure) {
        String reason = Failures.reason(failure);
        @Nullable String key = text(record.key());
        @Nullable String body = text(record.value());
        boolean untrusted = Failures.isUntrusted(failure);
        try {
            if (!untrusted) {
                owners.get().forEach(owner -> owner.onDeadLetter(record.topic(), key, body, reason));
            }
            send(record, key, body, reason);
        } catch (Exception notYet) {
            pause();
            throw new IllegalStateException("a record cannot be moved to its dead-letter topic yet", notYet);
        }
        count(record.topic(), untrusted);
        log.atError()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", reason)
                .log(untrusted ? "record is not of this installation" : "record can never be processed");
    }

    private void count(String topic, boolean untrusted) {
        Counter.builder("wave.messages.dead")
                .description("records that went to a dead-letter topic")
                .tag("topic", topic)
                .tag("cause", untrusted ? "untrusted" : "invalid")
                .register(meters)
                .increment();
    }

    /** Without the body where the record has become too large by its reason: it must not stay in the way of others. */
    private void send(ConsumerRecord<?, ?> record, @Nullable String key, @Nullable String body, String reason)
            throws Exception {
        try {
            send(dead(record, key, body, reason));
        } catch (RecordTooLargeException tooLarge) {
            send(dead(record, key, null, reason + " (too large to be kept)"));
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

    /** The container comes back at once with the same record. */
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
