package io.wave.messaging.outbox;

import io.wave.messaging.kafka.KafkaStarter;
import io.wave.messaging.loop.TaskLoop;
import io.wave.messaging.loop.TaskLoop.Pace;
import io.wave.messaging.projection.ProjectionWriter;
import io.wave.tracing.Traces;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.KafkaOperations;
import tools.jackson.databind.json.JsonMapper;

/** The {@link Outbox}, and the loops that send its messages. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutboxProperties.class)
public class OutboxConfiguration {

    private static final Duration BATCHING_DELAY = Duration.ofMillis(10);
    private static final Duration METRICS_INTERVAL = Duration.ofSeconds(5);

    @Bean
    OutboxTable outboxTable(DataSource dataSource, OutboxProperties properties) {
        return new OutboxTable(dataSource, properties.schema());
    }

    @Bean
    Outbox outbox(
            OutboxTable table,
            DataSource dataSource,
            ProjectionWriter projections,
            TaskLoop kafkaRelayLoop,
            Traces traces,
            TaskLoop redisRelayLoop) {
        return new Outbox(
                table,
                dataSource,
                JsonMapper.builder().build(),
                projections,
                UUID::randomUUID,
                traces,
                kafkaRelayLoop::wake,
                redisRelayLoop::wake);
    }

    @Bean
    TaskLoop kafkaRelayLoop(
            OutboxTable table,
            KafkaOperations<String, String> kafka,
            KafkaStarter starter,
            OutboxProperties properties,
            Traces traces,
            Environment environment) {
        var events = new CloudEvents(environment.getProperty("spring.application.name", properties.schema()));
        var relay = new KafkaRelay(table, kafka, events, properties, traces, starter::isDone);
        return new TaskLoop("outbox-kafka", relay, properties.pace(BATCHING_DELAY), TaskLoop.BEFORE_CONNECTIONS);
    }

    @Bean
    TaskLoop redisRelayLoop(
            OutboxTable table, ProjectionWriter projections, OutboxProperties properties, TaskLoop kafkaRelayLoop) {
        var relay = new RedisRelay(table, projections, properties, kafkaRelayLoop::wake);
        return new TaskLoop("outbox-redis", relay, properties.pace(Duration.ZERO), TaskLoop.BEFORE_CONNECTIONS);
    }

    @Bean
    OutboxMetrics outboxMetrics(OutboxTable table) {
        return new OutboxMetrics(table);
    }

    @Bean
    TaskLoop outboxMetricsLoop(OutboxMetrics metrics, OutboxProperties properties) {
        return new TaskLoop(
                "outbox-depth",
                metrics,
                new Pace(METRICS_INTERVAL, Duration.ZERO, properties.maxBackOff()),
                TaskLoop.BEFORE_CONNECTIONS);
    }
}
