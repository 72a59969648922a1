package io.wave.trials;

import io.wave.cluster.WaveClient;
import io.wave.job.JobState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.JsonNode;

/** The events of jobs of one kind, from the first to the last. */
final class JobEvents {

    private static final int MOST_POLLS = 50;
    private static final Set<JobState> ENDS = Set.of(JobState.SUCCEEDED, JobState.FAILED);

    private final Map<String, Object> client;
    private final String topic;

    JobEvents(Map<String, Object> client, String topic) {
        this.client = client;
        this.topic = topic;
    }

    /** The ends of a job that were published, not counting repeated deliveries. */
    List<JobState> ends(String jobId) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<Long, JobState> found = new TreeMap<>();
            for (int poll = 0; poll < MOST_POLLS && !isAtEnd(consumer, ends); poll++) {
                for (var event : consumer.poll(Duration.ofMillis(200))) {
                    JsonNode job = WaveClient.parse(event.value());
                    JobState state = JobState.valueOf(job.get("state").stringValue());
                    if (ENDS.contains(state) && job.get("id").stringValue().equals(jobId)) {
                        found.put(job.get("sequence").longValue(), state);
                    }
                }
            }
            return List.copyOf(found.values());
        }
    }

    private static boolean isAtEnd(KafkaConsumer<String, String> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }
}
