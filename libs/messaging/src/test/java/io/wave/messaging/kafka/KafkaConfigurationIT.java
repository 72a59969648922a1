package io.wave.messaging.kafka;

import static io.wave.job.JobState.QUEUED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wave.job.JobRecord;
import io.wave.job.Topics;
import io.wave.local.LocalServicesConfiguration;
import io.wave.messaging.Jobs;
import io.wave.messaging.MessagingConfiguration;
import io.wave.security.MessageSeal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaOperations;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(
        classes = KafkaConfigurationIT.Service.class,
        properties = {
            "wave.outbox.schema=requests",
            "wave.kafka.partitions=2",
            "spring.sql.init.mode=always",
            "spring.sql.init.schema-locations=classpath:outbox-schema.sql,classpath:db/outbox/V1__outbox.sql,"
                    + "classpath:db/outbox/V11__traceparent.sql"
        })
class KafkaConfigurationIT {

    /** The producer's own limit, of which a record's envelope takes some. */
    private static final int LARGEST_RECORD = 1024 * 1024;

    private static final int RECORD_OVERHEAD = 100;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Autowired
    private KafkaOperations<String, String> kafka;

    @Autowired
    private Listeners listeners;

    @Autowired
    private MessageSeal seal;

    @Autowired
    private MeterRegistry meters;

    @Test
    void failedRecordIsRetriedInOrder() {
        JobRecord first = send("registry.test/retried:1");
        JobRecord second = send("registry.test/retried:1");
        await().until(() -> listeners.processed.contains(second));
        assertThat(listeners.processed).containsSubsequence(first, second);
        assertThat(listeners.attempts).filteredOn(first::equals).hasSize(3);
    }

    @Test
    void malformedJsonGoesToDeadLetterTopicAndIsReportedToHandler() {
        String key = "registry.test/garbled:1" + UUID.randomUUID();
        sendText(key, "{no json");
        ConsumerRecord<String, String> dead = awaitDead(key);
        assertThat(dead.value()).isEqualTo("{no json");
        assertThat(new String(
                        dead.headers()
                                .lastHeader(DeadLetterRecoverer.REASON_HEADER)
                                .value(),
                        UTF_8))
                .isNotBlank();
        assertThat(listeners.dead).anySatisfy(record -> {
            assertThat(record.key()).isEqualTo(key);
            assertThat(record.body()).isEqualTo("{no json");
        });
    }

    @Test
    void invalidRecordGoesToDeadLetterTopicWithReason() {
        JobRecord job = send("registry.test/invalid:" + UUID.randomUUID());
        ConsumerRecord<String, String> dead = awaitDead(job.target());
        assertThat(dead.headers().lastHeader(DeadLetterRecoverer.REASON_HEADER).value())
                .isEqualTo("target is not allowed".getBytes(UTF_8));
        JobRecord next = send("registry.test/fine:1");
        await().until(() -> listeners.processed.contains(next));
    }

    @Test
    void listenerIsRestartedAfterOutOfMemoryError() {
        JobRecord fatal = send("registry.test/out-of-memory:1");
        JobRecord next = send("registry.test/fine:2");
        await().atMost(Duration.ofSeconds(60)).until(() -> listeners.processed.contains(next));
        await().atMost(Duration.ofSeconds(60)).until(() -> listeners.processed.contains(fatal));
        assertThat(listeners.attempts).filteredOn(fatal::equals).hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @EnumSource
    void forgedRecordHasNoEffect(Forgery forgery) {
        String key = "registry.test/forged:" + UUID.randomUUID();
        JobRecord job = Jobs.job(key, 1, System.nanoTime(), QUEUED);
        double before = refused();
        forgery.send(key, JSON.writeValueAsString(job), seal);
        ConsumerRecord<String, String> dead = awaitDead(key);
        assertThat(new String(
                        dead.headers()
                                .lastHeader(DeadLetterRecoverer.REASON_HEADER)
                                .value(),
                        UTF_8))
                .startsWith("wave_hmac: ");
        JobRecord genuine = send(key);
        await().until(() -> listeners.processed.contains(genuine));
        assertThat(listeners.attempts).doesNotContain(job);
        assertThat(listeners.dead).noneMatch(told -> key.equals(told.key()));
        assertThat(refused()).isEqualTo(before + 1);
    }

    @Test
    void signedRecordIsAcceptedOnRedelivery() {
        String key = "registry.test/redelivered:" + UUID.randomUUID();
        JobRecord job = Jobs.job(key, 1, System.nanoTime(), QUEUED);
        Forgery.sendGenuine(key, JSON.writeValueAsString(job), seal);
        Forgery.sendGenuine(key, JSON.writeValueAsString(job), seal);
        await().until(() -> listeners.processed.stream().filter(job::equals).count() == 2);
    }

    @Test
    void forgedRecordTooLargeForDeadLetterTopicDoesNotBlock() {
        String key = "registry.test/large:" + UUID.randomUUID();
        Forgery.UNSIGNED.send(key, "x".repeat(LARGEST_RECORD - key.length() - RECORD_OVERHEAD), seal);
        assertThat(awaitDead(key).value()).isNull();
    }

    private double refused() {
        return meters
                .find("wave.messages.dead")
                .tags("topic", Topics.BUILD_EVENTS, "cause", "untrusted")
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private JobRecord send(String target) {
        JobRecord job = Jobs.job(target, 1, System.nanoTime(), QUEUED);
        sendText(target, JSON.writeValueAsString(job));
        return job;
    }

    private void sendText(String key, String body) {
        assertThat(kafka.send(Topics.BUILD_EVENTS, key, body)).succeedsWithin(Duration.ofSeconds(10));
    }

    private ConsumerRecord<String, String> awaitDead(String key) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> listeners.deadLetters.stream()
                                .filter(record -> key.equals(record.key()))
                                .findFirst()
                                .orElse(null),
                        found -> found != null);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({MessagingConfiguration.class, LocalServicesConfiguration.class, Listeners.class})
    static class Service {

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        DeadLetterListener deadCommand(Listeners listeners) {
            return listeners::onDeadLetter;
        }
    }

    /** Fails as its keys say. */
    static class Listeners {

        record Dead(@Nullable String key, @Nullable String body) {}

        final List<JobRecord> attempts = new CopyOnWriteArrayList<>();
        final List<JobRecord> processed = new CopyOnWriteArrayList<>();
        final List<Dead> dead = new CopyOnWriteArrayList<>();
        final List<ConsumerRecord<String, String>> deadLetters = new CopyOnWriteArrayList<>();

        @KafkaListener(id = "events", topics = Topics.BUILD_EVENTS)
        void on(JobRecord job) {
            attempts.add(job);
            if (job.target().contains("invalid")) {
                throw new IllegalArgumentException("target is not allowed");
            }
            if (job.target().contains("out-of-memory")
                    && attempts.stream().filter(job::equals).count() < 2) {
                throw new OutOfMemoryError("thrown by the test");
            }
            if (job.target().contains("retried")
                    && attempts.stream().filter(job::equals).count() < 3) {
                throw new QueryTimeoutException("away", new IllegalArgumentException("a driver's own"));
            }
            processed.add(job);
        }

        @KafkaListener(id = "dead-letters", topics = Topics.BUILD_EVENTS + Topics.DEAD_LETTER_SUFFIX)
        void onDeadLetter(ConsumerRecord<String, String> record) {
            deadLetters.add(record);
        }

        void onDeadLetter(String topic, @Nullable String key, @Nullable String body, String reason) {
            dead.add(new Dead(key, body));
        }
    }
}
