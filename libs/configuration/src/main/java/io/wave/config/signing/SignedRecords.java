package io.wave.config.signing;

import io.wave.job.Topics;
import io.wave.security.MessageSeal;
import io.wave.security.MessageSeal.Message;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Verifies the signatures of Kafka records. */
public final class SignedRecords {

    private final MessageSeal seal;

    SignedRecords(MessageSeal seal) {
        this.seal = seal;
    }

    /**
     * Verifies a record before it is processed. Records of dead-letter topics are not verified, since they are only
     * displayed.
     *
     * @throws UntrustedRecordException if the signature is missing or does not match the record
     */
    public void requireSigned(ConsumerRecord<?, ?> record) {
        if (record.topic().endsWith(Topics.DEAD_LETTER_SUFFIX)) {
            return;
        }
        Header signature = record.headers().lastHeader(MessageSeal.HEADER);
        if (signature == null || signature.value() == null) {
            throw new UntrustedRecordException("%s: the header is missing".formatted(MessageSeal.HEADER));
        }
        Message message = message(record.topic(), text(record.key()), record.headers(), text(record.value()));
        if (!seal.matches(message, signature.value())) {
            throw new UntrustedRecordException(
                    "%s: does not match the record: it was changed, or sent under another wave.security.key"
                            .formatted(MessageSeal.HEADER));
        }
    }

    static Message message(String topic, @Nullable String key, Headers headers, @Nullable String body) {
        return new Message(
                topic,
                key,
                Arrays.stream(headers.toArray())
                        .map(header -> new MessageSeal.Header(header.key(), header.value()))
                        .toList(),
                body);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
