package io.wave.trials;

import io.wave.job.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** The topic of build commands, as somebody sees it who delivers twice. */
final class BuildCommands {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int MOST_POLLS = 30;

    private final Map<String, Object> client;

    BuildCommands(Map<String, Object> client) {
        this.client = client;
    }

    /** Sends the command of this build once more to each partition, so that every worker gets one. */
    void deliverAgainOnEveryPartition(String buildId) throws ExecutionException, InterruptedException {
        ConsumerRecord<byte[], byte[]> command = find("\"" + buildId + "\"");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (TopicPartition partition : partitions()) {
                producer.send(new ProducerRecord<>(
                                partition.topic(),
                                partition.partition(),
                                command.key(),
                                command.value(),
                                command.headers()))
                        .get();
            }
        }
    }

    /** Waits until the workers have read all that is there. */
    void awaitCaughtUp(Duration limit) {
        Awaitility.await("workers have read every command").atMost(limit).until(this::isCaughtUp);
    }

    private boolean isCaughtUp() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(client)) {
            Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(
                            partitions().stream().collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest())))
                    .all()
                    .get();
            for (var group : admin.listGroups().all().get()) {
                Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(group.groupId())
                        .partitionsToOffsetAndMetadata()
                        .get();
                if (read.keySet().stream().anyMatch(ends::containsKey)) {
                    return ends.entrySet().stream()
                            .allMatch(end -> end.getValue().offset() == 0
                                    || (read.get(end.getKey()) != null
                                            && read.get(end.getKey()).offset()
                                                    >= end.getValue().offset()));
                }
            }
            return false;
        }
    }

    private ConsumerRecord<byte[], byte[]> find(String text) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            Set<TopicPartition> partitions = partitions();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            for (int poll = 0; poll < MOST_POLLS; poll++) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (new String(record.value(), StandardCharsets.UTF_8).contains(text)) {
                        return record;
                    }
                }
            }
            throw new IllegalStateException("no command with " + text);
        }
    }

    private Set<TopicPartition> partitions() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<PartitionInfo> infos = consumer.partitionsFor(Topics.BUILD_COMMANDS);
            return infos.stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .collect(Collectors.toSet());
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
