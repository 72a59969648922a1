package io.wave.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.server.RedisServer;
import io.wave.oci.MediaTypes;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.config.CredentialHashes;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import io.wave.registry.manifest.ResolvedManifest;
import io.wave.security.RootKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;

class KnownTagsIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration MAX_AGE = Duration.ofHours(1);
    private static final ImageReference IMAGE = ImageReference.parse("registry.test/app:v1");
    private static final RegistryAccess ALICE = new RegistryAccess("alice");
    private static final ResolvedManifest MANIFEST =
            new ResolvedManifest(Digest.parse("sha256:" + "a".repeat(64)), MediaTypes.OCI_MANIFEST, 123);
    private static final Mono<ResolvedManifest> DOWN = Mono.error(failure(RegistryFailure.UNREACHABLE));

    private final AtomicInteger questions = new AtomicInteger();
    private final Mono<ResolvedManifest> answer = Mono.fromSupplier(() -> {
        questions.incrementAndGet();
        return MANIFEST;
    });
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private boolean limited;
    private String password = "";
    private LettuceConnectionFactory connections;
    private ReactiveStringRedisTemplate redis;
    private KnownTags tags;

    @BeforeEach
    void connect() {
        RedisServer server = LocalServices.redis();
        var configuration = new RedisStandaloneConfiguration(server.host(), server.port());
        configuration.setPassword(server.password());
        configuration.setDatabase(LocalServices.newRedisDatabase());
        connections = new LettuceConnectionFactory(configuration);
        connections.afterPropertiesSet();
        connections.start();
        redis = new ReactiveStringRedisTemplate(connections);
        tags = replica();
    }

    @AfterEach
    void close() {
        connections.destroy();
    }

    @Test
    void registryIsAskedEachTimeWhileItAnswers() {
        assertThat(resolve(tags, answer)).isEqualTo(TagDigest.current(MANIFEST));
        assertThat(resolve(tags, answer)).isEqualTo(TagDigest.current(MANIFEST));
        assertThat(questions).hasValue(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "TIMEOUT", "BROKEN", "RATE_LIMITED", "SERVER_ERROR"})
    void lastDigestIsUsedWithItsAge(RegistryFailure outage) {
        resolve(tags, answer);
        now = now.plusSeconds(90);
        // Also on a replica that has not asked itself.
        for (KnownTags replica : new KnownTags[] {tags, replica()}) {
            assertThat(resolve(replica, Mono.error(failure(outage))))
                    .isEqualTo(new TagDigest(MANIFEST, Optional.of(Duration.ofSeconds(90))));
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"UNREACHABLE", "TIMEOUT", "BROKEN", "RATE_LIMITED", "SERVER_ERROR"})
    void otherFailuresAreReported(RegistryFailure kind) {
        resolve(tags, answer);
        RegistryException failure = failure(kind);
        assertThatThrownBy(() -> resolve(tags, Mono.error(failure))).isSameAs(failure);
    }

    @Test
    void limitedRegistryIsNotAskedForWhatIsKnown() {
        limited = true;
        resolve(tags, answer);
        assertThat(questions).as("nothing was known").hasValue(1);
        assertThat(resolve(tags, answer).age()).isPresent();
        assertThat(questions).hasValue(1);
    }

    @Test
    void clientMayWantTheCurrentDigest() {
        resolve(tags, answer);
        limited = true;
        assertThat(resolve(tags, ALICE, true, answer)).isEqualTo(TagDigest.current(MANIFEST));
        assertThatThrownBy(() -> resolve(tags, ALICE, true, DOWN)).isInstanceOf(RegistryException.class);
    }

    @Test
    void digestIsUsedForALimitedTime() {
        resolve(tags, answer);
        now = now.plus(MAX_AGE).plusSeconds(1);
        assertThatThrownBy(() -> resolve(tags, DOWN)).hasMessage("down");
        assertThatThrownBy(() -> resolve(replica(), DOWN)).hasMessage("down");
    }

    @Test
    void othersDoNotGetIt() {
        resolve(tags, answer);
        assertThatThrownBy(() -> resolve(tags, new RegistryAccess("bob"), false, DOWN))
                .hasMessage("down");
        assertThatThrownBy(() -> resolve(tags, RegistryAccess.NONE, false, DOWN))
                .hasMessage("down");
        password = "changed";
        assertThatThrownBy(() -> resolve(tags, DOWN)).hasMessage("down");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNAUTHORIZED", "DENIED", ""})
    void whatIsDeniedOrGoneIsForgotten(@Nullable String refusal) {
        KnownTags other = replica();
        resolve(tags, answer);
        Mono<ResolvedManifest> denied = refusal == null || refusal.isEmpty()
                ? Mono.empty()
                : Mono.error(new RegistryException(OciErrorCode.valueOf(refusal), 403, "denied"));
        tags.resolve(IMAGE, ALICE, false, denied).onErrorComplete().block(TIMEOUT);
        assertThatThrownBy(() -> resolve(tags, DOWN)).hasMessage("down");
        assertThatThrownBy(() -> resolve(other, DOWN)).hasMessage("down");
    }

    @Test
    void wrongTextInRedisIsNotUsed() {
        resolve(tags, answer);
        String key = redis.keys("document:tag:*").single().block(TIMEOUT);
        assertThat(key).isNotNull();
        for (String text : new String[] {"", "sha256:short 1 1 a/b", MANIFEST.digest() + " 1 1"}) {
            redis.opsForValue().set(key, text).block(TIMEOUT);
            assertThatThrownBy(() -> resolve(replica(), DOWN)).hasMessage("down");
        }
    }

    private KnownTags replica() {
        JobCredentials credentials =
                (_, _, _) -> password.isEmpty() ? Optional.empty() : Optional.of(new Credentials("user", password));
        return new KnownTags(
                (_, _) -> limited,
                new CredentialHashes(credentials, RootKey.parse(IntegrationTest.TEST_KEY)),
                redis,
                MAX_AGE,
                clock());
    }

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    private static TagDigest resolve(KnownTags tags, Mono<ResolvedManifest> question) {
        return resolve(tags, ALICE, false, question);
    }

    private static TagDigest resolve(
            KnownTags tags, RegistryAccess access, boolean mustBeCurrent, Mono<ResolvedManifest> question) {
        return tags.resolve(IMAGE, access, mustBeCurrent, question)
                .blockOptional(TIMEOUT)
                .orElseThrow();
    }

    private static RegistryException failure(RegistryFailure kind) {
        return new RegistryException(kind, OciErrorCode.UNAVAILABLE, 0, "down", null, null);
    }
}
