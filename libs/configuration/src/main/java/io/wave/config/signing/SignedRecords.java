package io.wave.config.signing;

import io.wave.job.Topics;
import io.wave.security.MessageSeal;
import io.wave.security.MessageSeal.Message;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Tells records that services of this installation have sent from all others. */
public final class SignedRecords {

    private final MessageSeal seal;

    SignedRecords(MessageSeal seal) {
        this.seal = seal;
    }

    /**
     * Checks a record before anything in it is believed. Dead-letter topics are not checked: what is there is shown, never
     * applied.
     *
     * @throws UntrustedRecordException if its HMAC is missing or is not the one of this record
     */
    public void require(ConsumerRecord<?, ?> record) {
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
