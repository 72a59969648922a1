package io.wave.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Only who has the password of the data folder gets anything from the broker or the controller. */
class KafkaAccessIT {

    private static final String TOPIC = "guarded";
    private static final Map<String, Object> IMPATIENT = Map.of(
            "max.block.ms", "2000", "default.api.timeout.ms", "2000", "request.timeout.ms", "1000", "group.id", "any");

    @TempDir
    static Path folder;

    private static KafkaServer kafka;

    @BeforeAll
    static void start() throws ExecutionException, InterruptedException {
        kafka = KafkaServer.start(folder);
        try (Admin admin = Admin.create(kafka.clientSettings())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    static List<Map<String, Object>> strangers() {
        Map<String, Object> guess = new HashMap<>(kafka.clientSettings());
        guess.computeIfPresent(
                "sasl.jaas.config", (_, login) -> login.toString().replaceFirst("password=\".", "password=\""));
        return List.of(Map.of("bootstrap.servers", kafka.bootstrapServers()), guess);
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void clientWithoutPasswordCannotWrite(Map<String, Object> stranger) throws Exception {
        try (var producer = new KafkaProducer<>(impatient(stranger), new StringSerializer(), new StringSerializer())) {
            var record = new ProducerRecord<>(TOPIC, "key", "forged");
            assertThatThrownBy(() -> producer.send(record).get())
                    .satisfiesAnyOf(
                            thrown -> assertThat(thrown).isInstanceOf(ExecutionException.class),
                            thrown -> assertThat(thrown).isInstanceOf(KafkaException.class));
        }
        assertThat(written()).isZero();
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void clientWithoutPasswordCannotRead(Map<String, Object> stranger) {
        try (var consumer =
                new KafkaConsumer<>(impatient(stranger), new StringDeserializer(), new StringDeserializer())) {
            assertThatThrownBy(() -> consumer.partitionsFor(TOPIC)).isInstanceOf(KafkaException.class);
        }
    }

    @Test
    void clientWithoutPasswordCannotUseController() throws Exception {
        Map<String, Object> known = controller(new HashMap<>(kafka.clientSettings()));
        try (Admin admin = Admin.create(known)) {
            assertThat(admin.describeMetadataQuorum().quorumInfo().get().leaderId())
                    .isEqualTo(1);
        }
        for (Map<String, Object> stranger : strangers()) {
            try (Admin admin = Admin.create(controller(impatient(stranger)))) {
                assertThatThrownBy(() ->
                                admin.describeMetadataQuorum().quorumInfo().get())
                        .isInstanceOf(ExecutionException.class);
            }
        }
    }

    @Test
    void wrongPasswordFailsImmediately() {
        try (Admin admin = Admin.create(impatient(strangers().getLast()))) {
            assertThatThrownBy(() -> admin.listTopics().names().get())
                    .hasRootCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void passwordIsReadableByOwnerOnly() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                .isEqualTo("rw-------");
    }

    private static long written() {
        try (var consumer =
                new KafkaConsumer<>(kafka.clientSettings(), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            return consumer.endOffsets(List.of(partition), Duration.ofSeconds(20))
                    .getOrDefault(partition, -1L);
        }
    }

    private static Map<String, Object> controller(Map<String, Object> settings) {
        settings.remove("bootstrap.servers");
        settings.put("bootstrap.controllers", "127.0.0.1:" + kafka.controllerPort());
        return settings;
    }

    private static Map<String, Object> impatient(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.putAll(IMPATIENT);
        return settings;
    }
}
