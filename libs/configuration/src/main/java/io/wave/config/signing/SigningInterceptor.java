package io.wave.config.signing;

import static java.util.Objects.requireNonNull;

import io.wave.job.Topics;
import io.wave.security.MessageSeal;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Adds the header {@link MessageSeal#HEADER} to every record that a service sends. Records for a dead-letter topic keep
 * their original header, if any, since other services may have sent them.
 */
public final class SigningInterceptor implements ProducerInterceptor<String, String> {

    /** The producer setting that holds the {@link MessageSeal}. */
    static final String SEAL = "wave.message.seal";

    private @Nullable MessageSeal seal;

    @Override
    public void configure(Map<String, ?> settings) {
        seal = (MessageSeal) settings.get(SEAL);
    }

    @Override
    public ProducerRecord<String, String> onSend(ProducerRecord<String, String> record) {
        if (record.topic().endsWith(Topics.DEAD_LETTER_SUFFIX)) {
            return record;
        }
        byte[] signature = requireNonNull(seal, SEAL)
                .sign(SignedRecords.message(record.topic(), record.key(), record.headers(), record.value()));
        record.headers().remove(MessageSeal.HEADER).add(MessageSeal.HEADER, signature);
        return record;
    }

    @Override
    public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception failure) {}

    @Override
    public void close() {}
}
