package io.wave.messaging.outbox;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.SendResult;

/** Sends all records but those to one topic, whose partitions have no leader as long as the test likes. */
final class SlowAnswers extends KafkaTemplate<String, String> {

    static final String TOPIC = "without-leader";

    private final CompletableFuture<ProducerRecord<String, String>> asked = new CompletableFuture<>();
    private final CompletableFuture<SendResult<String, String>> answer = new CompletableFuture<>();

    SlowAnswers(ProducerFactory<String, String> producers) {
        super(producers);
    }

    boolean isAsked() {
        return asked.isDone();
    }

    void answer() {
        RecordMetadata metadata = new RecordMetadata(new TopicPartition(TOPIC, 0), 0, 0, 0, 0, 0);
        answer.complete(new SendResult<>(asked.join(), metadata));
    }

    @Override
    public CompletableFuture<SendResult<String, String>> send(ProducerRecord<String, String> record) {
        if (!record.topic().equals(TOPIC)) {
            return super.send(record);
        }
        asked.complete(record);
        return answer;
    }
}
