package io.wave.messaging.outbox;

import static io.wave.messaging.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.server.Database;
import io.wave.local.server.KafkaServer;
import io.wave.local.server.RedisServer;
import io.wave.messaging.Gate;
import io.wave.messaging.MessagingConfiguration;
import io.wave.messaging.projection.JobRecords;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.transaction.support.TransactionTemplate;

class StartWithoutServersIT {

    private final RedisServer redisServer = LocalServices.redis();
    private final KafkaServer kafkaServer = LocalServices.kafka();

    @Test
    void serviceStartsWithoutKafkaAndRedisAndConnectsLater() throws Exception {
        String bootstrap = kafkaServer.bootstrapServers();
        int kafkaPort = Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1));
        try (OutboxDatabase database = OutboxDatabase.create();
                Gate kafka = Gate.to("127.0.0.1", kafkaPort);
                Gate redis = Gate.to(redisServer.host(), redisServer.port());
                ConfigurableApplicationContext service = start(database.coordinates(), kafka.port(), redis.port())) {
            JobRecord job = job("registry.test/early:" + kafka.port(), 1, 0, JobState.SUBMITTED);
            service.getBean(TransactionTemplate.class)
                    .executeWithoutResult(_ -> service.getBean(Outbox.class).append(OutboxMessage.event(job)));
            kafka.open();
            redis.open();
            var received = service.getBean(Listener.class).received;
            await().atMost(Duration.ofSeconds(40)).until(() -> received.contains(job));
            await().atMost(Duration.ofSeconds(40)).until(database::isEmpty);
            assertThat(service.getBean(JobRecords.class).read(JobKind.BUILD, job.target()))
                    .contains(job);
        }
    }

    private ConfigurableApplicationContext start(Database database, int kafkaPort, int redisPort) {
        Map<String, Object> credentials = new HashMap<>();
        kafkaServer.credentials().forEach((name, value) -> credentials.put("spring.kafka.properties." + name, value));
        return new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.NONE)
                .properties(credentials)
                .run(
                        "--wave.security.key=" + IntegrationTest.TEST_KEY,
                        "--wave.outbox.schema=" + Replica.SCHEMA,
                        "--wave.outbox.max-back-off=2s",
                        "--wave.kafka.partitions=2",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.user(),
                        "--spring.datasource.password=" + database.password(),
                        "--spring.kafka.bootstrap-servers=127.0.0.1:" + kafkaPort,
                        "--spring.data.redis.host=" + redisServer.host(),
                        "--spring.data.redis.port=" + redisPort,
                        "--spring.data.redis.password=" + redisServer.password(),
                        "--spring.data.redis.database=" + LocalServices.newRedisDatabase());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({MessagingConfiguration.class, Listener.class})
    static class Service {}

    /** Remembers what it was sent. */
    static class Listener {

        final List<JobRecord> received = new CopyOnWriteArrayList<>();

        @KafkaListener(id = "start-without-servers", topics = Topics.BUILD_EVENTS)
        void on(JobRecord job) {
            received.add(job);
        }
    }
}
