package io.wave.messaging.outbox;

import static io.wave.job.JobState.QUEUED;
import static io.wave.job.JobState.SUBMITTED;
import static io.wave.messaging.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wave.local.LocalServices;
import io.wave.messaging.LocalRedisTemplate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class OutboxMetricsIT {

    private static final String ROWS = "wave.outbox.rows";
    private static final String OLDEST = "wave.outbox.oldest";

    private final OutboxDatabase database = OutboxDatabase.create();
    private final LocalRedisTemplate redis =
            LocalRedisTemplate.connect(LocalServices.redis().port(), LocalServices.newRedisDatabase());
    private final Replica replica = new Replica(
            database.dataSource(), LocalServices.kafka().bootstrapServers(), redis.template(), Duration.ofSeconds(8));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final OutboxMetrics depth = new OutboxMetrics(replica.table);

    @BeforeEach
    void bind() {
        depth.bindTo(meters);
    }

    @AfterEach
    void close() throws Exception {
        replica.close();
        redis.close();
        database.close();
    }

    @Test
    void metricsAreUnknownBeforeFirstQuery() {
        assertThat(value(ROWS, "kafka")).isNaN();
        assertThat(value(OLDEST, "redis")).isNaN();
    }

    @Test
    void emptyOutboxIsZero() {
        depth.run();
        assertThat(List.of(value(ROWS, "kafka"), value(OLDEST, "kafka"), value(ROWS, "redis"), value(OLDEST, "redis")))
                .containsOnly(0.0);
    }

    @Test
    void pendingMessagesAreCountedByDestination() {
        replica.append(
                Replica.event("any", job("registry.test/app:1", 1, 0, SUBMITTED)),
                Replica.event("any", job("registry.test/app:1", 1, 1, QUEUED)),
                new OutboxMessage("any", "key", "type", "subject", "body", null));
        JdbcClient jdbc = JdbcClient.create(database.dataSource());
        List<Long> ids = jdbc.sql("SELECT id FROM requests.outbox ORDER BY id")
                .query((row, _) -> row.getLong(1))
                .list();
        jdbc.sql("UPDATE requests.outbox SET created_at = created_at - interval '1 hour' WHERE id = ?")
                .param(ids.getFirst())
                .update();
        jdbc.sql("UPDATE requests.outbox SET created_at = created_at - interval '1 day' WHERE id = ?")
                .param(ids.getLast())
                .update();

        depth.run();
        assertThat(value(ROWS, "kafka")).isEqualTo(3);
        assertThat(value(ROWS, "redis")).isEqualTo(2);
        assertThat(value(OLDEST, "kafka")).isBetween(86_400.0, 90_000.0);
        assertThat(value(OLDEST, "redis")).isBetween(3_600.0, 7_200.0);

        replica.table.projected(ids.subList(0, 1));
        replica.table.sent(ids.subList(2, 3));
        assertThat(value(ROWS, "kafka")).as("as of the last look").isEqualTo(3);
        depth.run();
        assertThat(value(ROWS, "kafka")).isEqualTo(2);
        assertThat(value(ROWS, "redis")).isEqualTo(1);
        assertThat(value(OLDEST, "kafka")).isBetween(3_600.0, 7_200.0);
        assertThat(value(OLDEST, "redis")).isLessThan(3_600);
    }

    @Test
    void metricsAreUnknownWithoutDatabase() {
        depth.run();
        database.close();
        assertThatThrownBy(depth::run).isInstanceOf(DataAccessException.class);
        assertThat(value(ROWS, "kafka")).isNaN();
    }

    private double value(String name, String destination) {
        return meters.get(name).tag("to", destination).gauge().value();
    }
}
