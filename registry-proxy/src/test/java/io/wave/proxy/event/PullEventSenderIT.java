package io.wave.proxy.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wave.event.PullEvent;
import io.wave.image.Digest;
import io.wave.job.Topics;
import io.wave.local.LocalServices;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

class PullEventSenderIT {

    private static final PullEvent EVENT = new PullEvent(
            "0123",
            "docker.io/library/busybox:latest",
            new Digest("a".repeat(64)),
            3,
            Instant.parse("2026-01-01T00:00:00Z"),
            "arm64",
            true,
            "alice");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Optional<DefaultKafkaProducerFactory<String, String>> producers = Optional.empty();

    @AfterEach
    void closeProducers() {
        producers.ifPresent(DefaultKafkaProducerFactory::destroy);
    }

    @Test
    void eventIsCloudEventInBinaryMode() {
        Map<String, Object> kafka = LocalServices.kafka().clientSettings();
        new KafkaAdmin(kafka).createOrModifyTopics(new NewTopic(Topics.PULL_EVENTS, 1, (short) 1));
        PullEventSender sender = sender(kafka, 10);
        sender.start();
        sender.accept(EVENT);
        ConsumerRecord<String, String> record = receive(kafka);
        sender.stop();
        assertThat(record.key()).isEqualTo(EVENT.image());
        assertThat(JsonMapper.shared().readValue(record.value(), PullEvent.class))
                .isEqualTo(EVENT);
        assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(record, "ce_type")).isEqualTo("io.wave.pull.served");
        assertThat(header(record, "ce_source")).isEqualTo("/wave/registry-proxy");
        assertThat(header(record, "ce_id")).isNotEmpty();
        assertThat(header(record, "content-type")).isEqualTo("application/json");
    }

    @Test
    void eventRejectedByKafkaIsDroppedAndCounted() {
        PullEventSender sender = sender(Map.of("bootstrap.servers", "127.0.0.1:1"), 1);
        sender.start();
        sender.accept(EVENT);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(dropped()).isEqualTo(1));
        sender.stop();
    }

    @Test
    void eventThatDoesNotFitIntoQueueIsDroppedAndCounted() {
        PullEventSender stopped = sender(Map.of("bootstrap.servers", "127.0.0.1:1"), 1);
        stopped.accept(EVENT);
        stopped.accept(EVENT);
        assertThat(dropped()).isEqualTo(1);
    }

    private double dropped() {
        return meters.counter("wave.pull.events.dropped").count();
    }

    private PullEventSender sender(Map<String, Object> kafka, int maxWaiting) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("max.block.ms", "500");
        var factory = new DefaultKafkaProducerFactory<>(settings, new StringSerializer(), new StringSerializer());
        producers = Optional.of(factory);
        return new PullEventSender(new KafkaTemplate<>(factory), JsonMapper.shared(), meters, maxWaiting);
    }

    private static ConsumerRecord<String, String> receive(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.putAll(Map.of("group.id", "pulls", "auto.offset.reset", "earliest"));
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(Topics.PULL_EVENTS));
            return await().atMost(Duration.ofMinutes(1))
                    .until(() -> consumer.poll(Duration.ofMillis(200)), records -> !records.isEmpty())
                    .iterator()
                    .next();
        }
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
