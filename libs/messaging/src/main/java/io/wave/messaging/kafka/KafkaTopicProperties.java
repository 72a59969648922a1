package io.wave.messaging.kafka;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Creation of topics.
 *
 * @param createTopics whether missing topics are created, or given more partitions
 * @param partitions partitions of a new topic, the maximum number of workers that share it
 * @param replicationFactor replicas of a new topic; -1 uses the default of the broker
 */
@ConfigurationProperties("wave.kafka")
record KafkaTopicProperties(
        @DefaultValue("true") boolean createTopics,
        @DefaultValue("12") int partitions,
        @DefaultValue("-1") short replicationFactor) {}
