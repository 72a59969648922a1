package io.wave.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.ApiClient;
import io.wave.api.RequestApiApplication;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.server.Database;
import io.wave.local.server.FreePort;
import io.wave.local.server.RedisServer;
import io.wave.redis.RedisKeys;
import io.wave.token.ContainerToken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A revoked token stays revoked, whatever happens to Redis. Uses its own Redis. */
class RevocationIT {

    private static final int TOKENS = 250;

    /** Fewer than the connections of the database. */
    private static final int AT_ONCE = 12;

    private static final Digest DIGEST = Digest.of(new byte[] {1});
    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final int REDIS_PORT = FreePort.find();

    @TempDir
    private static Path folder;

    private static @Nullable RedisServer redisServer;
    private static ConfigurableApplicationContext service;
    private static RequestStore requests;
    private static TokenFactory tokens;
    private static StringRedisTemplate redis;

    @BeforeAll
    static void start() {
        redisServer = RedisServer.start(folder, REDIS_PORT);
        service = new SpringApplicationBuilder(RequestApiApplication.class)
                .properties("spring.config.name=request-api")
                .run(configuration(redisServer.password()).toArray(String[]::new));
        requests = service.getBean(RequestStore.class);
        tokens = service.getBean(TokenFactory.class);
        redis = service.getBean(StringRedisTemplate.class);
    }

    @AfterAll
    static void stop() {
        service.close();
        stopRedis();
    }

    @BeforeEach
    void redisIsThere() {
        if (redisServer == null) {
            startRedis();
        }
    }

    @Test
    void revocationDuringRedisOutageIsMarkedLater() {
        ContainerToken token = add();
        stopRedis();
        assertThat(requests.revoke(token)).isTrue();
        assertThat(requests.restore(token)).isEmpty();
        // The proxies may not have been informed yet: repeating the call gives the same response.
        assertThat(delete(token)).isEqualTo(200);
        assertThat(delete(token)).isEqualTo(200);
        startRedis();
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(held(token)).isEqualTo(RedisKeys.REVOKED));
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(delete(token)).isEqualTo(404));
    }

    @Test
    void outboxCompletesRevocationAfterCrash() {
        ContainerToken token = add();
        String before = String.valueOf(held(token));
        assertThat(requests.revoke(token)).isTrue();
        // The state before the mark is written: the record exists and the outbox still has the row.
        redis.opsForValue().set(RedisKeys.request(token), before);
        jdbc().sql("""
                        INSERT INTO requests.outbox
                            (event_id, topic, message_key, type, subject, body, projection, kafka_done, redis_done)
                        SELECT gen_random_uuid(), 'wave.request.events', 'k', 't', 's', '{}',
                            json_build_object('revoked', token, 'until', to_char(expires_at AT TIME ZONE 'UTC',
                                'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text, true, false
                        FROM requests.container_request WHERE token = ?
                        """).param(token.value()).update();
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(held(token)).isEqualTo(RedisKeys.REVOKED));
    }

    @Test
    void markExpiresWithToken() {
        ContainerToken token = add();
        requests.revoke(token);
        assertThat(redis.getExpire(RedisKeys.request(token))).isBetween(36 * 3600L - 120, 36 * 3600L);
    }

    @Test
    void latePinOrRestoreDoesNotBringRecordBack() throws Exception {
        List<ContainerToken> all =
                Stream.generate(RevocationIT::add).limit(TOKENS).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (ContainerToken token : all) {
                calls.add(() -> requests.restore(token).isPresent());
                calls.add(() -> requests.revoke(token));
                calls.add(() -> requests.pin(token, DIGEST).isPresent());
                calls.add(() -> requests.restore(token).isPresent());
            }
            List<Future<Boolean>> answers = new ArrayList<>();
            calls.forEach(call -> answers.add(threads.submit(call)));
            flushAll();
            for (Future<Boolean> answer : answers) {
                answer.get();
            }
        }
        // If the mark is lost with all keys, the table is used.
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(all)
                        .filteredOn(token -> !absentOrRevoked(held(token)))
                        .isEmpty());
        assertThat(all).noneMatch(token -> requests.restore(token).isPresent());
    }

    private static boolean absentOrRevoked(@Nullable String held) {
        return held == null || held.equals(RedisKeys.REVOKED);
    }

    private static ContainerToken add() {
        ImageReference image = ImageReference.parse("docker.io/library/alpine:3");
        var record = tokens.issue(new TokenFactory.Served("anonymous", image, null, null, null, null, false, false));
        String sql = """
                INSERT INTO requests.container_request (token, version, tenant, image, source_image, build_new,
                    awaits_build, durable, created_at, expires_at, requester_offset, requested)
                VALUES (?, 0, ?, ?, ?, false, false, false, now(), now() + interval '36 hours', 'Z',
                    '{"containerImage":"alpine:3","platform":"linux/amd64","towerEndpoint":"","freeze":false,
                      "timestamp":"2026-03-01T10:00:00Z","zoneId":"Z","ipAddress":"127.0.0.1"}')
                """;
        String name = image.toString();
        jdbc().sql(sql)
                .params(record.token().value(), record.tenant(), name, name)
                .update();
        service.getBean(TokenRecordCache.class).write(record);
        assertThat(held(record.token())).contains("alpine");
        return record.token();
    }

    private static @Nullable String held(ContainerToken token) {
        return redis.opsForValue().get(RedisKeys.request(token));
    }

    private static int delete(ContainerToken token) {
        ApiClient client =
                ApiClient.at(service.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
        return client.send(client.request("/container-token/" + token)
                        .header("Authorization", "Basic " + ApiClient.base64("operator:secret"))
                        .DELETE())
                .status();
    }

    private static JdbcClient jdbc() {
        return service.getBean(JdbcClient.class);
    }

    private static void flushAll() {
        redis.execute((RedisCallback<Boolean>) connection -> {
            connection.serverCommands().flushAll();
            return true;
        });
    }

    private static void stopRedis() {
        if (redisServer != null) {
            redisServer.close();
        }
        redisServer = null;
    }

    private static void startRedis() {
        redisServer = RedisServer.start(folder, REDIS_PORT);
        await().atMost(TIMEOUT).ignoreExceptions().untilAsserted(() -> redis.hasKey("any"));
    }

    private static List<String> configuration(String redisPassword) {
        Database database = LocalServices.newDatabase();
        Stream<String> kafka = LocalServices.kafka().springProperties().entrySet().stream()
                .map(property -> "--%s=%s".formatted(property.getKey(), property.getValue()));
        return Stream.concat(
                        kafka,
                        Stream.of(
                                "--server.port=0",
                                "--spring.main.register-shutdown-hook=false",
                                "--spring.datasource.url=" + database.url(),
                                "--spring.datasource.username=" + database.user(),
                                "--spring.datasource.password=" + database.password(),
                                "--spring.data.redis.host=127.0.0.1",
                                "--spring.data.redis.port=" + REDIS_PORT,
                                "--spring.data.redis.password=" + redisPassword,
                                "--spring.kafka.consumer.group-id=revocation",
                                "--wave.security.key=" + IntegrationTest.TEST_KEY,
                                "--wave.store.location=target/objects",
                                "--wave.build.repo=registry.test/wave/build",
                                "--wave.accounts[operator]=2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"))
                .toList();
    }
}
