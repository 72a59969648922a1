package io.wave.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.wave.augment.derive.Derivation;
import io.wave.augment.derive.DerivationKey;
import io.wave.augment.manifest.Content;
import io.wave.image.ImageReference;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.server.RedisServer;
import io.wave.oci.OciErrorCode;
import io.wave.registry.config.CredentialHashes;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryEntry;
import io.wave.registry.error.RegistryException;
import io.wave.security.RootKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

class DerivationCacheIT {

    private final Instant end = Instant.now().plus(Duration.ofHours(1));
    private static final DerivationKey KEY =
            DerivationKey.unchanged("anonymous", ImageReference.parse("registry.test/app@sha256:" + "a".repeat(64)));
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
    void concurrentRequestsOnTwoReplicasDeriveOnce() {
        // Given
        WaitingReplicas replicas = new WaitingReplicas(connections, 2);
        DerivationCache here = replica(replicas.template(), Map.of());
        DerivationCache there = replica(replicas.template(), Map.of());
        Mono<Derivation> make = counted(replicas.whenOthersWait(Mono.just(MADE)));
        // When
        List<Derivation> all = Flux.merge(here.get(KEY, end, make), here.get(KEY, end, make), there.get(KEY, end, make))
                .collectList()
                .block(Duration.ofSeconds(20));
        // Then
        assertThat(all).hasSize(3).containsOnly(MADE);
        assertThat(times).hasValue(1);
    }

    @Test
    void errorGoesToAllWaitersAndIsNotCached() {
        // Given
        DerivationCache replica = replica();
        Mono<Derivation> failing = counted(Mono.error(new IllegalStateException("no")));
        // Then
        assertThatIllegalStateException()
                .isThrownBy(() -> replica.get(KEY, end, failing).block(Duration.ofSeconds(20)));
        assertThat(replica.get(KEY, end, Mono.just(MADE)).block(Duration.ofSeconds(20)))
                .isEqualTo(MADE);
    }

    @Test
    void errorGoesToWaitersOnOtherReplicas() {
        // Given
        WaitingReplicas replicas = new WaitingReplicas(connections, 5);
        Mono<Derivation> failing = counted(
                replicas.whenOthersWait(Mono.error(new RegistryException(OciErrorCode.DENIED, 403, "no access"))));
        // When
        List<Throwable> errors = Flux.range(0, 5)
                .map(_ -> replica(replicas.template(), Map.of()))
                .flatMap(replica -> replica.get(KEY, end, failing)
                        .then(Mono.<Throwable>empty())
                        .onErrorResume(Mono::just))
                .collectList()
                .block(Duration.ofSeconds(20));
        // Then
        assertThat(errors)
                .hasSize(5)
                .allSatisfy(error -> assertThat(error).isInstanceOfSatisfying(RegistryException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(OciErrorCode.DENIED);
                    assertThat(refused.upstreamStatus()).isEqualTo(403);
                    assertThat(refused).hasMessage("no access");
                }));
        assertThat(times).hasValue(1);
    }

    @Test
    void derivationOfOtherCredentialsIsNotFound() {
        // Given
        DerivationCache before = replica(template(), Map.of("registry.test", entry("old secret")));
        DerivationCache after = replica(template(), Map.of("registry.test", entry("new secret")));
        Mono<Derivation> make = counted(Mono.just(MADE));
        // When
        before.get(KEY, end, make).block(Duration.ofSeconds(20));
        after.get(KEY, end, make).block(Duration.ofSeconds(20));
        replica(template(), Map.of("registry.test", entry("new secret")))
                .get(KEY, end, make)
                .block(Duration.ofSeconds(20));
        // Then
        assertThat(times).hasValue(2);
        assertThat(keys()).noneMatch(key -> key.contains("secret"));
    }

    @Test
    void largeDerivationIsNotStoredInRedis() {
        // Given
        Content large = Content.of("text/plain", new byte[2_000]);
        WaitingReplicas replicas = new WaitingReplicas(connections, 2);
        Mono<Derivation> make =
                counted(replicas.whenOthersWait(Mono.just(new Derivation(large.digest(), List.of(large)))));
        // When
        List<Derivation> all = Flux.merge(
                        replica(replicas.template(), Map.of()).get(KEY, end, make),
                        replica(replicas.template(), Map.of()).get(KEY, end, make))
                .collectList()
                .block(Duration.ofSeconds(20));
        // Then
        assertThat(all).hasSize(2);
        assertThat(times).hasValue(2);
        assertThat(keys()).noneMatch(key -> key.startsWith("manifest:"));
    }

    @Test
    void hitInMemoryExtendsEntryInRedis() {
        // Given
        DerivationCache replica = replica();
        Mono<Derivation> make = Mono.just(MADE);
        replica.get(KEY, Instant.now().plus(Duration.ofMinutes(5)), make).block(Duration.ofSeconds(20));
        // When
        replica.get(KEY, end, make).block(Duration.ofSeconds(20));
        // Then
        String key = keys().stream()
                .filter(name -> name.startsWith("manifest:"))
                .findFirst()
                .orElseThrow();
        assertThat(template().getExpire(key).block()).isGreaterThan(Duration.ofMinutes(50));
    }

    @Test
    void withoutRedisEachReplicaDerives() {
        // Given
        var nowhere = new LettuceConnectionFactory(new RedisStandaloneConfiguration("localhost", 1));
        nowhere.afterPropertiesSet();
        nowhere.start();
        // When
        DerivationCache replica = replica(new ReactiveStringRedisTemplate(nowhere), Map.of());
        // Then
        assertThat(replica.get(KEY, end, Mono.just(MADE)).block(Duration.ofSeconds(20)))
                .isEqualTo(MADE);
        nowhere.destroy();
    }

    private List<String> keys() {
        return template().keys("*").collectList().blockOptional().orElseThrow();
    }

    private ReactiveStringRedisTemplate template() {
        return new ReactiveStringRedisTemplate(connections);
    }

    private static RegistryEntry entry(String password) {
        return new RegistryEntry("user", password, false, null);
    }

    private Mono<Derivation> counted(Mono<Derivation> make) {
        return Mono.defer(() -> {
            times.incrementAndGet();
            return make;
        });
    }

    private DerivationCache replica() {
        return replica(template(), Map.of());
    }

    private static DerivationCache replica(ReactiveStringRedisTemplate redis, Map<String, RegistryEntry> registries) {
        return new DerivationCache(
                DataSize.ofMegabytes(1),
                DataSize.ofKilobytes(1),
                redis,
                new CredentialHashes(
                        JobCredentials.configured(new RegistriesProperties(registries)),
                        RootKey.parse(IntegrationTest.TEST_KEY)),
                Clock.systemUTC());
    }
}
