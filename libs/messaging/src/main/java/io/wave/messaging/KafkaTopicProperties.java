package io.wave.messaging;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Topics and how they are made.
 *
 * @param createTopics whether missing topics are created, or given more partitions
 * @param partitions partitions of a new topic: the most workers that can share it
 * @param replicationFactor replicas of a new topic; -1 leaves it to the broker
 */
@ConfigurationProperties("wave.kafka")
record KafkaTopicProperties(
        @DefaultValue("true") boolean createTopics,
        @DefaultValue("12") int partitions,
        @DefaultValue("-1") short replicationFactor) {}
