package io.wave.messaging;

import io.wave.job.JobRecord;
import io.wave.local.LocalServices;
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
    final KafkaSweep kafkaSweep;
    private final Sweeper kafkaSweeper;
    private final Sweeper redisSweeper;

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
        kafkaSweep = new KafkaSweep(table, kafka, events, properties, () -> true);
        kafkaSweeper = sweeper(kafkaSweep);
        var projections = new Projections(jobs, new RevokedTokens(redis, Clock.systemUTC()), JSON);
        redisSweeper = sweeper(new RedisSweep(table, projections, properties, kafkaSweeper::wake));
        outbox = new Outbox(
                table, dataSource, JSON, projections, UUID::randomUUID, kafkaSweeper::wake, redisSweeper::wake);
        transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    private Sweeper sweeper(Sweep sweep) {
        return new Sweeper("sweeper", sweep, properties.pace(Duration.ZERO), 0);
    }

    Replica start() {
        kafkaSweeper.start();
        redisSweeper.start();
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
        kafkaSweeper.stop();
        redisSweeper.stop();
        producers.destroy();
    }
}
