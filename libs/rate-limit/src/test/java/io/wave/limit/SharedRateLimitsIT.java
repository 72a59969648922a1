package io.wave.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.limit.RateLimitProperties.Build;
import io.wave.limit.RateLimitProperties.HttpRequest;
import io.wave.limit.RateLimitProperties.Pull;
import io.wave.local.LocalServices;
import io.wave.local.server.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

@ExtendWith(OutputCaptureExtension.class)
class SharedRateLimitsIT {

    private static final RateLimitProperties PROPERTIES = new RateLimitProperties(
            true,
            new Build(Rate.valueOf("2/1h"), Rate.valueOf("3/1m")),
            new Pull(Rate.valueOf("5/1h"), Rate.valueOf("7/1m")),
            new HttpRequest(Rate.valueOf("1/1s")));

    private LettuceConnectionFactory redis = factory(LocalServices.redis(), LocalServices.newRedisDatabase());

    @AfterEach
    void close() {
        redis.destroy();
    }

    @Test
    void replicasShareTheLimitOfACaller() {
        try (Buckets one = new Buckets(redis);
                Buckets two = new Buckets(redis)) {
            RateLimits first = limits(one);
            RateLimits second = limits(two);
            Caller caller = Caller.anonymous("192.0.2.1");
            assertGranted(first.take(Limit.BUILD, caller));
            assertGranted(second.take(Limit.BUILD, caller));
            assertRefused(first.take(Limit.BUILD, caller), Duration.ofHours(1));
            assertRefused(second.take(Limit.BUILD, caller), Duration.ofHours(1));
            assertGranted(second.take(Limit.BUILD, Caller.anonymous("192.0.2.2")));
            assertGranted(second.take(Limit.PULL, caller));
            first.refund(Limit.BUILD, caller);
            await().untilAsserted(() -> assertGranted(second.take(Limit.BUILD, caller)));
        }
    }

    @Test
    void usersHaveHigherLimitsThanAddresses() {
        try (Buckets buckets = new Buckets(redis)) {
            RateLimits limits = limits(buckets);
            Caller user = new Caller(Optional.of("me@example.com"), "192.0.2.1");
            for (int i = 0; i < 3; i++) {
                assertGranted(limits.take(Limit.BUILD, user));
            }
            assertRefused(limits.take(Limit.BUILD, user), Duration.ofMinutes(1));
        }
    }

    @Test
    void concurrentCallsGetExactlyTheLimit() {
        try (Buckets buckets = new Buckets(redis)) {
            RateLimits limits = limits(buckets);
            Caller caller = Caller.anonymous("192.0.2.3");
            assertGranted(limits.take(Limit.PULL, caller));
            var verdicts = IntStream.range(0, 20)
                    .mapToObj(_ -> limits.take(Limit.PULL, caller))
                    .toList();
            assertThat(verdicts.stream().map(CompletableFuture::join).filter(Verdict.Granted.class::isInstance))
                    .hasSize(4);
        }
    }

    @Test
    void nothingIsLimitedWithoutRedis(@TempDir Path folder, CapturedOutput output) {
        redis.destroy();
        try (RedisServer server = RedisServer.start(folder)) {
            redis = factory(server, 0);
            try (Buckets buckets = new Buckets(redis)) {
                RateLimits limits = limits(buckets);
                Caller caller = Caller.anonymous("192.0.2.4");
                assertGranted(limits.take(Limit.BUILD, caller));
                server.close();
                for (int i = 0; i < 10; i++) {
                    assertGranted(limits.take(Limit.BUILD, caller));
                }
                assertThat(output).contains("Rate limits are not applied");
            }
        }
    }

    private static RateLimits limits(Buckets buckets) {
        buckets.open().join();
        return new SharedRateLimits(PROPERTIES, buckets);
    }

    private static void assertGranted(CompletableFuture<Verdict> verdict) {
        assertThat(verdict.join()).isInstanceOf(Verdict.Granted.class);
    }

    private static void assertRefused(CompletableFuture<Verdict> verdict, Duration atMost) {
        assertThat(verdict.join())
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.retryAfter()).isPositive().isLessThanOrEqualTo(atMost));
    }

    private static LettuceConnectionFactory factory(RedisServer server, int database) {
        var where = new RedisStandaloneConfiguration(server.host(), server.port());
        where.setPassword(server.password());
        where.setDatabase(database);
        var client = LettuceClientConfiguration.builder()
                .commandTimeout(Duration.ofSeconds(2))
                .build();
        var factory = new LettuceConnectionFactory(where, client);
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }
}
