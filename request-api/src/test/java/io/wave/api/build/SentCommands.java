package io.wave.api.build;

import io.wave.build.BuildCommand;
import io.wave.build.BuildSpec;
import io.wave.job.Topics;
import io.wave.local.LocalServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All commands that have been sent to workers. */
public final class SentCommands {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SentCommands() {}

    /** The start commands of a build. */
    public static List<BuildSpec> of(String buildId) {
        List<BuildSpec> found = new ArrayList<>();
        for (ConsumerRecord<String, String> command : all()) {
            if (JSON.readValue(command.value(), BuildCommand.class) instanceof BuildCommand.Start(var build, var _)
                    && build.id().toString().equals(buildId)) {
                found.add(build);
            }
        }
        return found;
    }

    /** The cancel commands of a build. */
    static List<BuildCommand.Cancel> cancelled(String buildId) {
        return all().stream()
                .map(command -> JSON.readValue(command.value(), BuildCommand.class))
                .filter(BuildCommand.Cancel.class::isInstance)
                .map(BuildCommand.Cancel.class::cast)
                .filter(cancel -> cancel.id().toString().equals(buildId))
                .toList();
    }

    /** The commands of a topic about a job, as JSON. */
    public static List<JsonNode> of(String topic, String id) {
        return all(topic).stream()
                .map(command -> JSON.readTree(command.value()))
                .filter(command -> command.findValues("id").stream().anyMatch(value -> id.equals(value.asString(""))))
                .toList();
    }

    private static List<ConsumerRecord<String, String>> all() {
        return all(Topics.BUILD_COMMANDS);
    }

    private static List<ConsumerRecord<String, String>> all(String topic) {
        Map<String, Object> settings = LocalServices.kafka().clientSettings();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, String>> commands = new ArrayList<>();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(commands::add);
            }
            return commands;
        }
    }
}
