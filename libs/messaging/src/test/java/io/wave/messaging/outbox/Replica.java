package io.wave.messaging.outbox;

import io.wave.job.JobRecord;
import io.wave.local.LocalServices;
import io.wave.messaging.loop.RepeatedTask;
import io.wave.messaging.loop.TaskLoop;
import io.wave.messaging.projection.JobRecords;
import io.wave.messaging.projection.Projection;
import io.wave.messaging.projection.ProjectionWriter;
import io.wave.messaging.projection.RevokedTokens;
import io.wave.tracing.Traces;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** One process's outbox, put together by hand, so that a test has several and can cut their connections. */
final class Replica implements AutoCloseable {

    static final String SCHEMA = "requests";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    final Outbox outbox;
    final TransactionTemplate transactions;
    final OutboxTable table;
    final JobRecords jobs;
    final OutboxProperties properties;
    private final DefaultKafkaProducerFactory<String, String> producers;
    final SlowAnswers kafka;
    final KafkaRelay kafkaRelay;
    private final TaskLoop kafkaLoop;
    private final TaskLoop redisLoop;

    Replica(DataSource dataSource, String bootstrapServers, StringRedisTemplate redis, Duration claim) {
        properties = new OutboxProperties(SCHEMA, Duration.ofMillis(200), Duration.ofSeconds(1), claim, 20);
        Map<String, Object> settings = new HashMap<>(LocalServices.kafka().credentials());
        settings.putAll(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                500,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                2000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) claim.toMillis() * 3 / 8,
                ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
                MemoryShortage.class.getName()));
        producers = new DefaultKafkaProducerFactory<>(settings, new StringSerializer(), new StringSerializer());
        producers.setPhysicalCloseTimeout(1);
        table = new OutboxTable(dataSource, SCHEMA);
        jobs = new JobRecords(redis, JSON, Duration.ofHours(2));
        kafka = new SlowAnswers(producers);
        var events = new CloudEvents("request-api");
        kafkaRelay = new KafkaRelay(table, kafka, events, properties, Traces.NONE, () -> true);
        kafkaLoop = loop(kafkaRelay);
        var projections = new ProjectionWriter(jobs, new RevokedTokens(redis, Clock.systemUTC()), JSON);
        redisLoop = loop(new RedisRelay(table, projections, properties, kafkaLoop::wake));
        outbox = new Outbox(
                table, dataSource, JSON, projections, UUID::randomUUID, Traces.NONE, kafkaLoop::wake, redisLoop::wake);
        transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    private TaskLoop loop(RepeatedTask task) {
        return new TaskLoop("loop", task, properties.pace(Duration.ZERO), 0);
    }

    Replica start() {
        kafkaLoop.start();
        redisLoop.start();
        return this;
    }

    void append(OutboxMessage... messages) {
        transactions.executeWithoutResult(_ -> {
            for (OutboxMessage message : messages) {
                outbox.append(message);
            }
        });
    }

    /** A message as job events are, but on a topic of the test's own. */
    static OutboxMessage event(String topic, JobRecord job) {
        return new OutboxMessage(
                topic,
                job.target(),
                EventTypes.event(job.kind(), job.state()),
                job.id(),
                job,
                new Projection.OfJob(job));
    }

    @Override
    public void close() {
        kafkaLoop.stop();
        redisLoop.stop();
        producers.destroy();
    }
}
