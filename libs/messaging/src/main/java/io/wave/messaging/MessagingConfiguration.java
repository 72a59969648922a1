package io.wave.messaging;

import io.lettuce.core.resource.Delay;
import io.wave.messaging.Sweeper.Pace;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaOperations;
import tools.jackson.databind.json.JsonMapper;

/** {@link Outbox}, {@link JobRecords} and the Kafka conventions, for a service with a database. */
@Configuration(proxyBeanMethods = false)
@Import(KafkaConventions.class)
@EnableConfigurationProperties({OutboxProperties.class, JobRecordProperties.class})
public class MessagingConfiguration {

    private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(2);
    private static final Duration GATHERING = Duration.ofMillis(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    /** Not a bean: a service may set up its own for HTTP. */
    private final JsonMapper json = JsonMapper.builder().build();

    @Bean
    JobRecords jobRecords(StringRedisTemplate redis, JobRecordProperties properties) {
        return new JobRecords(redis, json, properties.recordTimeToLive());
    }

    @Bean
    RevokedTokens revokedTokens(StringRedisTemplate redis) {
        return new RevokedTokens(redis, Clock.systemUTC());
    }

    @Bean
    Projections projections(JobRecords jobs, RevokedTokens revoked) {
        return new Projections(jobs, revoked, json);
    }

    @Bean
    OutboxTable outboxTable(DataSource dataSource, OutboxProperties properties) {
        return new OutboxTable(dataSource, properties.schema());
    }

    @Bean
    Outbox outbox(
            OutboxTable table,
            DataSource dataSource,
            Projections projections,
            Sweeper kafkaSweeper,
            Sweeper redisSweeper) {
        return new Outbox(
                table, dataSource, json, projections, UUID::randomUUID, kafkaSweeper::wake, redisSweeper::wake);
    }

    @Bean
    KafkaStart kafkaStart(KafkaAdmin admin, KafkaListenerEndpointRegistry listeners, KafkaTopicProperties topics) {
        return new KafkaStart(admin, listeners, topics.createTopics());
    }

    @Bean
    Sweeper kafkaStarter(KafkaStart start, OutboxProperties properties) {
        return new Sweeper(
                "kafka-start",
                start,
                new Pace(BETWEEN_LOOKS, Duration.ZERO, properties.maxBackOff()),
                Sweeper.AFTER_LISTENERS);
    }

    @Bean
    Sweeper kafkaSweeper(
            OutboxTable table,
            KafkaOperations<String, String> kafka,
            KafkaStart start,
            OutboxProperties properties,
            Environment environment) {
        var events = new CloudEvents(environment.getProperty("spring.application.name", properties.schema()));
        var sweep = new KafkaSweep(table, kafka, events, properties, start::isDone);
        return new Sweeper("outbox-kafka", sweep, properties.pace(GATHERING), Sweeper.BEFORE_CONNECTIONS);
    }

    @Bean
    Sweeper redisSweeper(
            OutboxTable table, Projections projections, OutboxProperties properties, Sweeper kafkaSweeper) {
        var sweep = new RedisSweep(table, projections, properties, kafkaSweeper::wake);
        return new Sweeper("outbox-redis", sweep, properties.pace(Duration.ZERO), Sweeper.BEFORE_CONNECTIONS);
    }

    @Bean
    OutboxDepth outboxDepth(OutboxTable table) {
        return new OutboxDepth(table);
    }

    @Bean
    Sweeper depthSweeper(OutboxDepth depth, OutboxProperties properties) {
        return new Sweeper(
                "outbox-depth",
                depth,
                new Pace(BETWEEN_LOOKS, Duration.ZERO, properties.maxBackOff()),
                Sweeper.BEFORE_CONNECTIONS);
    }

    /** Lettuce alone would wait up to 30 s before it looks whether Redis is back. */
    @Bean
    ClientResourcesBuilderCustomizer quickReconnect() {
        return resources -> resources.reconnectDelay(
                Delay.exponential(Duration.ofMillis(50), LONGEST_RECONNECT, 2, TimeUnit.MILLISECONDS));
    }
}
