package io.wave.messaging.outbox;

import io.wave.local.LocalServices;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A topic of a test's own. */
record TestTopic(String name) {

    private static final int PARTITIONS = 3;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    static TestTopic create() {
        String name = "test-" + UUID.randomUUID();
        try (Admin admin = Admin.create(servers())) {
            admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
        return new TestTopic(name);
    }

    /** Everything in the topic, once there are at least so many records. */
    List<ConsumerRecord<String, String>> read(int count) {
        Instant deadline = Instant.now().plus(TIMEOUT);
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(servers(), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(name, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (records.size() < count && Instant.now().isBefore(deadline)) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private static Map<String, Object> servers() {
        return LocalServices.kafka().clientSettings();
    }
}
