package io.wave.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wave.job.Topics;
import io.wave.local.LocalServices;
import io.wave.security.MessageSeal;
import io.wave.security.MessageSeal.Header;
import io.wave.security.MessageSeal.Message;
import io.wave.security.RootKey;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Build events of somebody who has got into Kafka, but does not have the root key. */
enum Forgery {
    UNSIGNED,
    SIGNED_WITH_ANOTHER_ROOT_KEY,
    SIGNED_FOR_ANOTHER_KEY,
    SIGNED_FOR_ANOTHER_TOPIC,
    SIGNED_FOR_ANOTHER_EVENT,
    SIGNED_FOR_ANOTHER_BODY,
    GARBLED;

    private static final String ID = "ce_id";

    void send(String key, String body, MessageSeal seal) {
        var record = record(key, body);
        byte[] signature = signature(key, body, seal);
        if (signature.length > 0) {
            record.headers().add(MessageSeal.HEADER, signature);
        }
        send(record);
    }

    /** As the services send it. */
    static void sendGenuine(String key, String body, MessageSeal seal) {
        var record = record(key, body);
        record.headers().add(MessageSeal.HEADER, seal.sign(message(Topics.BUILD_EVENTS, key, "1", body)));
        send(record);
    }

    private byte[] signature(String key, String body, MessageSeal seal) {
        return switch (this) {
            case UNSIGNED -> new byte[0];
            case SIGNED_WITH_ANOTHER_ROOT_KEY -> other().sign(message(Topics.BUILD_EVENTS, key, "1", body));
            case SIGNED_FOR_ANOTHER_KEY -> seal.sign(message(Topics.BUILD_EVENTS, "other", "1", body));
            case SIGNED_FOR_ANOTHER_TOPIC -> seal.sign(message(Topics.PULL_EVENTS, key, "1", body));
            case SIGNED_FOR_ANOTHER_EVENT -> seal.sign(message(Topics.BUILD_EVENTS, key, "2", body));
            case SIGNED_FOR_ANOTHER_BODY -> seal.sign(message(Topics.BUILD_EVENTS, key, "1", "{}"));
            case GARBLED -> "v1:?".getBytes(UTF_8);
        };
    }

    private static MessageSeal other() {
        return MessageSeal.of(RootKey.parse(Base64.getEncoder().encodeToString(new byte[32])));
    }

    private static Message message(String topic, String key, String id, String body) {
        return new Message(topic, key, List.of(new Header(ID, id.getBytes(UTF_8))), body);
    }

    private static ProducerRecord<String, String> record(String key, String body) {
        var record = new ProducerRecord<>(Topics.BUILD_EVENTS, key, body);
        record.headers().add(ID, "1".getBytes(UTF_8));
        return record;
    }

    private static void send(ProducerRecord<String, String> record) {
        try (var producer = new KafkaProducer<>(
                LocalServices.kafka().clientSettings(), new StringSerializer(), new StringSerializer())) {
            var _ = producer.send(record);
            producer.flush();
        }
    }
}
