package io.wave.messaging.outbox;

import static io.wave.job.JobState.QUEUED;
import static io.wave.job.JobState.RUNNING;
import static io.wave.job.JobState.SUBMITTED;
import static io.wave.messaging.Jobs.job;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.local.LocalServices;
import io.wave.messaging.Gate;
import io.wave.messaging.LocalRedisTemplate;
import io.wave.redis.RedisKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;

class OutboxIT {

    private static final Duration CLAIM = Duration.ofSeconds(8);

    private final OutboxDatabase database = OutboxDatabase.create();
    private final int redisDatabase = LocalServices.newRedisDatabase();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final StringRedisTemplate redis = redis(LocalServices.redis().port());
    private TestTopic topic;

    @BeforeEach
    void createTopic() {
        topic = TestTopic.create();
    }

    @AfterEach
    void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        database.close();
    }

    @Test
    void messageIsSentAsCloudEventAndProjected() {
        Replica replica = replica().start();
        JobRecord job = job("registry.test/app:1", 1, 0, SUBMITTED);

        replica.append(Replica.event(topic.name(), job));

        ConsumerRecord<String, String> sent = topic.read(1).getFirst();
        assertThat(sent.key()).isEqualTo("registry.test/app:1");
        assertThat(sent.value()).contains("\"state\":\"SUBMITTED\"");
        Map<String, String> headers = headers(sent);
        assertThat(headers)
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_type", "io.wave.build.submitted")
                .containsEntry("ce_source", "/wave/request-api")
                .containsEntry("ce_subject", "bd-0123456789abcdef_1")
                .containsEntry("content-type", "application/json")
                .containsKey("ce_id");
        assertThat(Instant.parse(headers.get("ce_time"))).isBefore(Instant.now().plusSeconds(60));
        await().until(() -> replica.jobs.read(JobKind.BUILD, job.target()).isPresent());
        await().until(database::isEmpty);
    }

    @Test
    void producerIsReplacedAfterOutOfMemoryError() {
        Replica replica = replica().start();
        MemoryShortage.NEXT.set(true);
        replica.append(Replica.event(topic.name(), job("registry.test/app:1", 1, 0, SUBMITTED)));
        await().untilFalse(MemoryShortage.NEXT);
        await().atMost(Duration.ofSeconds(60)).until(database::isEmpty);
    }

    @Test
    void rolledBackMessageIsNeverSent() {
        Replica replica = replica().start();
        JobRecord never = job("registry.test/never:1", 1, 0, SUBMITTED);
        replica.transactions.executeWithoutResult(transaction -> {
            replica.outbox.append(Replica.event(topic.name(), never));
            transaction.setRollbackOnly();
        });
        replica.append(Replica.event(topic.name(), job("registry.test/app:1", 1, 0, SUBMITTED)));
        assertThat(topic.read(1)).extracting(ConsumerRecord::key).containsExactly("registry.test/app:1");
        await().until(database::isEmpty);
        assertThat(replica.jobs.read(JobKind.BUILD, never.target())).isEmpty();
    }

    @Test
    void messageRequiresTransaction() {
        Replica replica = replica();
        OutboxMessage message = Replica.event(topic.name(), job("registry.test/app:1", 1, 0, SUBMITTED));
        assertThatThrownBy(() -> replica.outbox.append(message)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tooLargeMessageIsRejected() {
        Replica replica = replica();
        var message = new OutboxMessage(topic.name(), "k", "t", "s", "é".repeat(Outbox.MAX_BODY_BYTES / 2), null);
        ThrowingCallable append = () -> replica.append(message);
        assertThatThrownBy(append).isInstanceOf(MessageTooLargeException.class).hasMessageContaining("262146 bytes");
        assertThat(database.isEmpty()).isTrue();
    }

    @Test
    void anotherReplicaSendsMessagesOfCrashedReplica() {
        Replica crashed = replica();
        JobRecord job = job("registry.test/app:1", 1, 0, SUBMITTED);
        crashed.append(Replica.event(topic.name(), job));

        Replica other = replica().start();

        assertThat(topic.read(1)).extracting(ConsumerRecord::key).containsExactly(job.target());
        await().until(() -> other.jobs.read(JobKind.BUILD, job.target()).isPresent());
        await().until(database::isEmpty);
    }

    @Test
    void claimOfCrashedReplicaExpires() {
        Replica crashed = replica();
        crashed.append(Replica.event(topic.name(), job("registry.test/app:1", 1, 0, SUBMITTED)));
        crashed.append(Replica.event(topic.name(), job("registry.test/app:1", 1, 1, QUEUED)));
        assertThat(crashed.table.claim(10, Duration.ofSeconds(2))).hasSize(1);

        replica().start();

        assertThat(topic.read(2)).extracting(OutboxIT::type).containsExactly("submitted", "queued");
    }

    @Test
    void withoutKafkaRecordsReachRedisAndEventsFollowLater() throws Exception {
        Gate kafka = gate("127.0.0.1", port(LocalServices.kafka().bootstrapServers()));
        Replica replica = replica("127.0.0.1:" + kafka.port(), redis).start();
        JobRecord job = job("registry.test/app:1", 1, 0, SUBMITTED);

        replica.append(Replica.event(topic.name(), job));
        replica.append(Replica.event(topic.name(), job("registry.test/app:1", 1, 1, QUEUED)));

        await().until(() -> replica.jobs
                .read(JobKind.BUILD, job.target())
                .filter(record -> record.state() == QUEUED)
                .isPresent());
        assertThat(database.isEmpty()).isFalse();
        kafka.open();
        assertThat(topic.read(2)).extracting(OutboxIT::type).containsExactly("submitted", "queued");
        await().until(database::isEmpty);
    }

    @Test
    void withoutRedisEventsAreSentAndRecordsFollowLater() throws Exception {
        Gate gate = gate(LocalServices.redis().host(), LocalServices.redis().port());
        StringRedisTemplate away = redis(gate.port());
        Replica replica =
                replica(LocalServices.kafka().bootstrapServers(), away).start();
        JobRecord job = job("registry.test/app:1", 1, 2, RUNNING);

        replica.append(Replica.event(topic.name(), job));

        assertThat(topic.read(1)).hasSize(1);
        assertThat(redis.hasKey(RedisKeys.job(JobKind.BUILD, job.target()))).isFalse();
        gate.open();
        await().until(() -> redis.hasKey(RedisKeys.job(JobKind.BUILD, job.target())));
        await().until(database::isEmpty);
        gate.shut();
        replica.append(Replica.event(topic.name(), job("registry.test/app:2", 1, 2, RUNNING)));
        gate.open();
        await().until(database::isEmpty);
    }

    @Test
    void twoReplicasTogetherSendOnceAndInOrder() {
        Replica one = replica();
        Replica two = replica();
        List<String> targets = IntStream.range(0, 10)
                .mapToObj("registry.test/app:%d"::formatted)
                .toList();
        for (int sequence = 0; sequence < 12; sequence++) {
            for (String target : targets) {
                (sequence % 2 == 0 ? one : two).append(Replica.event(topic.name(), job(target, 1, sequence, QUEUED)));
            }
        }
        one.start();
        two.start();
        await().atMost(Duration.ofSeconds(30)).until(database::isEmpty);

        Map<String, List<Integer>> sent = new HashMap<>();
        topic.read(120)
                .forEach(record -> sent.computeIfAbsent(record.key(), _ -> new ArrayList<>())
                        .add(sequence(record)));
        assertThat(sent.keySet()).containsExactlyInAnyOrderElementsOf(targets);
        assertThat(sent.values())
                .allSatisfy(sequences -> assertThat(sequences)
                        .containsExactlyElementsOf(
                                IntStream.range(0, 12).boxed().toList()));
    }

    @Test
    void unsendableMessageDoesNotDelayOthers() {
        Replica replica = replica().start();
        replica.append(Replica.event("no-such-topic", job("registry.test/lost:1", 1, 0, SUBMITTED)));
        replica.append(Replica.event(topic.name(), job("registry.test/app:1", 1, 0, SUBMITTED)));
        assertThat(topic.read(1)).extracting(ConsumerRecord::key).containsExactly("registry.test/app:1");
    }

    @Test
    void unsendableMessageDoesNotPauseRelay() throws Exception {
        Replica replica = replica();
        replica.append(Replica.event("no-such-topic", job("registry.test/lost:1", 1, 0, SUBMITTED)));
        assertThat(replica.kafkaRelay.run()).isTrue();
        assertThat(replica.table.claim(10, CLAIM)).isEmpty();
        replica.append(Replica.event(topic.name(), job("registry.test/app:1", 1, 0, SUBMITTED)));
        replica.kafkaRelay.run();
        replica.kafkaRelay.finish();
        assertThat(topic.read(1)).extracting(ConsumerRecord::key).containsExactly("registry.test/app:1");
    }

    @Test
    void unsendableMessageDelaysMessagesOfItsKey() throws Exception {
        Replica replica = replica();
        replica.append(Replica.event("no-such-topic", job("registry.test/lost:1", 1, 0, SUBMITTED)));
        replica.append(Replica.event("no-such-topic", job("registry.test/lost:1", 1, 1, QUEUED)));
        replica.kafkaRelay.run();
        await().until(
                        () -> replica.table.claim(10, CLAIM),
                        rows -> rows.size() == 1 && rows.getFirst().body().contains("\"sequence\":0"));
    }

    @Test
    void slowAcknowledgementDoesNotDelayOthers() {
        Replica replica = replica().start();
        replica.append(Replica.event(SlowAnswers.TOPIC, job("registry.test/slow:1", 1, 0, SUBMITTED)));
        await().until(replica.kafka::isAsked);
        replica.append(Replica.event(topic.name(), job("registry.test/app:1", 1, 0, SUBMITTED)));
        assertThat(topic.read(1)).extracting(ConsumerRecord::key).containsExactly("registry.test/app:1");
        assertThat(database.isEmpty()).isFalse();
        replica.kafka.answer();
        await().until(database::isEmpty);
    }

    private Replica replica() {
        return replica(LocalServices.kafka().bootstrapServers(), redis);
    }

    private Replica replica(String bootstrapServers, StringRedisTemplate redis) {
        var replica = new Replica(database.dataSource(), bootstrapServers, redis, CLAIM);
        opened.push(replica);
        return replica;
    }

    private StringRedisTemplate redis(int port) {
        LocalRedisTemplate connected = LocalRedisTemplate.connect(port, redisDatabase);
        opened.push(connected);
        return connected.template();
    }

    private Gate gate(String host, int port) {
        Gate gate = Gate.to(host, port);
        opened.push(gate);
        return gate;
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1));
    }

    private static int sequence(ConsumerRecord<String, String> record) {
        return Integer.parseInt(record.value().replaceAll(".*\"sequence\":(\\d+).*", "$1"));
    }

    private static String type(ConsumerRecord<String, String> record) {
        String type = headers(record).getOrDefault("ce_type", "");
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static Map<String, String> headers(ConsumerRecord<String, String> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }
}
