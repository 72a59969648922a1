package io.wave.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.augment.derive.DocumentCache.Kind;
import io.wave.augment.manifest.Content;
import io.wave.image.ImageReference;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.server.RedisServer;
import io.wave.oci.MediaTypes;
import io.wave.registry.config.CredentialHashes;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.JobCredentials;
import io.wave.security.RootKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;

class SharedDocumentsIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration TIME_TO_LIVE = Duration.ofHours(1);
    private static final Content CONTENT =
            Content.of(MediaTypes.OCI_MANIFEST, "{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8));
    private static final ImageReference IMAGE =
            ImageReference.parse("registry.test/app").at(CONTENT.digest());

    private final AtomicInteger reads = new AtomicInteger();
    private final Mono<Content> read = Mono.fromCallable(() -> {
        reads.incrementAndGet();
        return CONTENT;
    });
    private LettuceConnectionFactory connections;
    private ReactiveStringRedisTemplate redis;

    @BeforeEach
    void connect() {
        connections = connect(LocalServices.redis(), LocalServices.newRedisDatabase());
        redis = new ReactiveStringRedisTemplate(connections);
    }

    @AfterEach
    void close() {
        connections.destroy();
    }

    @Test
    void documentIsReadOnceByAllServices() {
        SharedDocuments one = documents("");
        assertThat(get(one, Kind.MANIFEST, IMAGE, "alice")).isEqualTo(CONTENT);
        assertThat(get(one, Kind.MANIFEST, IMAGE, "alice")).isEqualTo(CONTENT);
        Content shared = get(documents(""), Kind.MANIFEST, IMAGE, "alice");
        assertThat(shared.mediaType()).isEqualTo(CONTENT.mediaType());
        assertThat(shared.bytes()).isEqualTo(CONTENT.bytes());
        assertThat(reads).hasValue(1);
    }

    @Test
    void othersReadForThemselves() {
        get(documents(""), Kind.MANIFEST, IMAGE, "alice");
        get(documents(""), Kind.MANIFEST, IMAGE, "bob");
        get(documents("changed"), Kind.MANIFEST, IMAGE, "alice");
        get(
                documents(""),
                Kind.MANIFEST,
                ImageReference.parse("registry.test/other").at(CONTENT.digest()),
                "alice");
        get(documents(""), Kind.CONFIG, IMAGE, "alice");
        assertThat(reads).hasValue(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no line feed", "application/json\n*", "application/json\ne30="})
    void wrongContentOfRedisIsReadAgain(String stored) {
        // Given
        get(documents(""), Kind.MANIFEST, IMAGE, "alice");
        Set<String> keys = Set.copyOf(redis.keys("document:*").collectList().block(TIMEOUT));
        assertThat(keys).hasSize(1);
        redis.opsForValue().set(keys.iterator().next(), stored).block(TIMEOUT);
        // When
        Content again = get(documents(""), Kind.MANIFEST, IMAGE, "alice");
        // Then
        assertThat(again).isEqualTo(CONTENT);
        assertThat(reads).hasValue(2);
        get(documents(""), Kind.MANIFEST, IMAGE, "alice");
        assertThat(reads).as("replaced").hasValue(2);
    }

    @Test
    void neitherErrorsNorAbsenceAreKept() {
        SharedDocuments documents = documents("");
        Mono<Content> failing = Mono.error(new IllegalStateException("unavailable"));
        assertThatThrownBy(() ->
                        documents.get(Kind.MANIFEST, IMAGE, "alice", failing).block(TIMEOUT))
                .hasMessage("unavailable");
        assertThat(documents.get(Kind.MANIFEST, IMAGE, "alice", Mono.empty()).blockOptional(TIMEOUT))
                .isEmpty();
        get(documents, Kind.MANIFEST, IMAGE, "alice");
        assertThat(reads).hasValue(1);
    }

    @Test
    void documentsAreReadWithoutRedis(@TempDir Path folder) {
        // Given
        RedisServer server = RedisServer.start(folder);
        LettuceConnectionFactory lost = connect(server, 0);
        server.close();
        try {
            SharedDocuments documents =
                    new SharedDocuments(new ReactiveStringRedisTemplate(lost), hashes(""), TIME_TO_LIVE);
            // Then
            assertThat(get(documents, Kind.MANIFEST, IMAGE, "alice")).isEqualTo(CONTENT);
            assertThat(get(documents, Kind.MANIFEST, IMAGE, "alice")).isEqualTo(CONTENT);
            assertThat(reads).hasValue(1);
        } finally {
            lost.destroy();
        }
    }

    private Content get(SharedDocuments documents, Kind kind, ImageReference image, String tenant) {
        return documents.get(kind, image, tenant, read).blockOptional(TIMEOUT).orElseThrow();
    }

    private SharedDocuments documents(String password) {
        return new SharedDocuments(redis, hashes(password), TIME_TO_LIVE);
    }

    private static CredentialHashes hashes(String password) {
        JobCredentials credentials =
                (_, _, _) -> password.isEmpty() ? Optional.empty() : Optional.of(new Credentials("user", password));
        return new CredentialHashes(credentials, RootKey.parse(IntegrationTest.TEST_KEY));
    }

    private static LettuceConnectionFactory connect(RedisServer server, int database) {
        var configuration = new RedisStandaloneConfiguration(server.host(), server.port());
        configuration.setPassword(server.password());
        configuration.setDatabase(database);
        var connections = new LettuceConnectionFactory(configuration);
        connections.afterPropertiesSet();
        connections.start();
        return connections;
    }
}
