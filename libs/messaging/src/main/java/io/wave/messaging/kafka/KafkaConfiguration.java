package io.wave.messaging.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.wave.config.signing.SignedRecords;
import io.wave.job.JobKind;
import io.wave.job.Topics;
import io.wave.messaging.loop.TaskLoop;
import io.wave.messaging.loop.TaskLoop.Pace;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.adapter.RecordFilterStrategy;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.kafka.support.converter.RecordMessageConverter;
import org.springframework.kafka.support.converter.StringJacksonJsonMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Configuration of all listeners and producers. Spring Boot's container factory uses these beans; its settings come from
 * {@code messaging.properties}, which the service's own configuration overrides.
 */
@Configuration(proxyBeanMethods = false)
@EnableKafka
@EnableConfigurationProperties(KafkaTopicProperties.class)
@PropertySource("classpath:io/wave/messaging/kafka/messaging.properties")
public class KafkaConfiguration {

    private static final Pace START_PACE = new Pace(Duration.ofSeconds(5), Duration.ZERO, Duration.ofSeconds(30));

    @Bean
    KafkaStarter kafkaStarter(KafkaAdmin admin, KafkaListenerEndpointRegistry listeners, KafkaTopicProperties topics) {
        return new KafkaStarter(admin, listeners, topics.createTopics());
    }

    @Bean
    TaskLoop kafkaStarterLoop(KafkaStarter starter) {
        return new TaskLoop("kafka-start", starter, START_PACE, TaskLoop.AFTER_LISTENERS);
    }

    /** The type of a listener's parameter determines how the JSON is read. */
    @Bean
    RecordMessageConverter recordMessageConverter() {
        return new StringJacksonJsonMessageConverter(JsonMapper.builder().build());
    }

    /** Senders handle failures themselves; the default listener would log keys and bodies. */
    @Bean
    ProducerListener<Object, Object> kafkaProducerListener() {
        return new ProducerListener<>() {};
    }

    /** The HMAC of a record is checked before anything in it is read or converted. */
    @Bean
    RecordFilterStrategy<Object, Object> hmacVerification(SignedRecords signed) {
        return record -> {
            signed.requireSigned(record);
            return false;
        };
    }

    @Bean
    CommonErrorHandler kafkaErrorHandler(
            KafkaOperations<String, String> kafka,
            ObjectProvider<DeadLetterListener> deadLetterListeners,
            ObjectProvider<MeterRegistry> meters) {
        var handler = new DefaultErrorHandler(new DeadLetterRecoverer(
                kafka, deadLetterListeners::orderedStream, meters.getIfAvailable(() -> Metrics.globalRegistry)));
        handler.setClassifications(Map.of(), true);
        handler.setBackOffFunction(FailureClassifier::backOff);
        return handler;
    }

    @Bean
    KafkaAdmin.NewTopics topics(KafkaTopicProperties properties, ObjectProvider<ServedKinds> served) {
        Stream<String> ofKinds = Stream.concat(
                        Stream.of(JobKind.BUILD, JobKind.MIRROR, JobKind.SCAN),
                        served.stream().flatMap(of -> of.kinds().stream()))
                .distinct()
                .flatMap(kind -> Stream.of(Topics.commands(kind), Topics.events(kind)));
        Stream<String> read = Stream.concat(ofKinds, Stream.of(Topics.PULL_EVENTS));
        Stream<String> names = Stream.concat(
                read.flatMap(topic -> Stream.of(topic, topic + Topics.DEAD_LETTER_SUFFIX)),
                Stream.of(Topics.REQUEST_EVENTS));
        return new KafkaAdmin.NewTopics(
                names.map(name -> topic(name, properties)).toArray(NewTopic[]::new));
    }

    private static NewTopic topic(String name, KafkaTopicProperties properties) {
        return TopicBuilder.name(name)
                .partitions(properties.partitions())
                .replicas(properties.replicationFactor())
                .build();
    }
}
