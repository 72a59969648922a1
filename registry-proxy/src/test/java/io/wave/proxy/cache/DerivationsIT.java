package io.wave.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.wave.augment.Content;
import io.wave.augment.derive.Derivation;
import io.wave.augment.derive.DerivationKey;
import io.wave.image.ImageReference;
import io.wave.local.LocalServices;
import io.wave.local.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class DerivationsIT {

    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final DerivationKey KEY =
            DerivationKey.untouched("anonymous", ImageReference.parse("registry.test/app@sha256:" + "a".repeat(64)));
    private static final Content CONTENT = Content.of("text/plain", "made".getBytes(StandardCharsets.UTF_8));
    private static final Derivation MADE = new Derivation(CONTENT.digest(), List.of(CONTENT));

    private final AtomicInteger times = new AtomicInteger();
    private LettuceConnectionFactory connections;

    @BeforeEach
    void connect() {
        RedisServer server = LocalServices.redis();
        var configuration = new RedisStandaloneConfiguration("localhost", server.port());
        configuration.setPassword(server.password());
        configuration.setDatabase(LocalServices.newRedisDatabase());
        connections = new LettuceConnectionFactory(configuration);
        connections.afterPropertiesSet();
        connections.start();
    }

    @AfterEach
    void disconnect() {
        connections.destroy();
    }

    @Test
    void whatTwoReplicasWantAtTheSameTimeIsMadeOnce() {
        // Given
        Derivations here = replica();
        Derivations there = replica();
        Mono<Derivation> make = slowly(Mono.just(MADE));
        // When
        List<Derivation> all = Flux.merge(
                        here.get(KEY, LIFE, make), here.get(KEY, LIFE, make), there.get(KEY, LIFE, make))
                .collectList()
                .block(Duration.ofSeconds(20));
        // Then
        assertThat(all).hasSize(3).containsOnly(MADE);
        assertThat(times).hasValue(1);
    }

    @Test
    void anErrorGoesToAllWhoWaitAndIsNotKept() {
        // Given
        Derivations replica = replica();
        Mono<Derivation> failing = slowly(Mono.error(new IllegalStateException("no")));
        // Then
        assertThatIllegalStateException()
                .isThrownBy(() -> replica.get(KEY, LIFE, failing).block(Duration.ofSeconds(20)));
        assertThat(replica.get(KEY, LIFE, Mono.just(MADE)).block(Duration.ofSeconds(20)))
                .isEqualTo(MADE);
    }

    @Test
    void withoutRedisEveryReplicaMakesItsOwn() {
        // Given
        var nowhere = new LettuceConnectionFactory(new RedisStandaloneConfiguration("localhost", 1));
        nowhere.afterPropertiesSet();
        nowhere.start();
        // When
        Derivations replica = new Derivations(DataSize.ofMegabytes(1), new ReactiveStringRedisTemplate(nowhere));
        // Then
        assertThat(replica.get(KEY, LIFE, Mono.just(MADE)).block(Duration.ofSeconds(20)))
                .isEqualTo(MADE);
        nowhere.destroy();
    }

    private Mono<Derivation> slowly(Mono<Derivation> result) {
        return Mono.defer(() -> {
            times.incrementAndGet();
            return Mono.delay(Duration.ofMillis(300)).then(result);
        });
    }

    private Derivations replica() {
        return new Derivations(DataSize.ofMegabytes(1), new ReactiveStringRedisTemplate(connections));
    }
}
