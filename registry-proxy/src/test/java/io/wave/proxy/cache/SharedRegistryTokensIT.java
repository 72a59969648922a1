package io.wave.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.ImageReference;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.local.server.FreePort;
import io.wave.local.server.RedisServer;
import io.wave.oci.MediaTypes;
import io.wave.registry.RegistryClient;
import io.wave.registry.RegistryClientConfiguration;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.auth.TokenSharing;
import io.wave.registry.error.RegistryException;
import io.wave.registry.manifest.ResolvedManifest;
import io.wave.security.RootKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Replicas that need the token of a registry at the same time. */
class SharedRegistryTokensIT {

    private static final RootKey KEY = RootKey.parse(IntegrationTest.TEST_KEY);
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final byte[] MANIFEST = """
        {"schemaVersion":2,"mediaType":"%1$s","config":{"mediaType":"%2$s","digest":"sha256:%3$s","size":2},"layers":[]}\
        """.formatted(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, "0".repeat(64))
            .getBytes(StandardCharsets.UTF_8);
    private static final String SECRET = "a-token-that-nobody-may-read";

    private final ScriptedRegistry registry = ScriptedRegistry.start();
    private final List<ConfigurableApplicationContext> replicas = new ArrayList<>();
    private final List<LettuceConnectionFactory> connections = new ArrayList<>();
    private ReactiveStringRedisTemplate redis;

    @BeforeEach
    void start() {
        RedisServer server = LocalServices.redis();
        var configuration = new RedisStandaloneConfiguration("localhost", server.port());
        configuration.setPassword(server.password());
        configuration.setDatabase(LocalServices.newRedisDatabase());
        redis = connect(configuration);
        String realm = "Bearer realm=\"http://%s/token\",service=\"r\"".formatted(registry.host());
        ScriptedAnswer refusal = ScriptedAnswer.error(401, "UNAUTHORIZED").with("WWW-Authenticate", realm);
        for (int tag = 1; tag <= 2; tag++) {
            registry.on("/v2/app/manifests/" + tag, refusal, ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, MANIFEST));
        }
    }

    @AfterEach
    void stop() {
        replicas.forEach(ConfigurableApplicationContext::close);
        connections.forEach(LettuceConnectionFactory::destroy);
        registry.close();
    }

    @Test
    void concurrentRequestsOnTwoReplicasFetchTokenOnce() {
        // Given
        registry.on("/token", token());
        WaitingReplicas shared = new WaitingReplicas(redis.getConnectionFactory(), 2);
        // When
        List<ResolvedManifest> found = resolveOnTwo(replica(shared), replica(shared));
        // Then
        assertThat(found).hasSize(2);
        assertThat(registry.count("GET", "/token")).isEqualTo(1);
        assertThat(everythingIn(redis)).isNotEmpty().noneMatch(text -> text.contains(SECRET));
    }

    @Test
    void errorGoesToAllWaitingReplicas() {
        // Given
        registry.on("/token", ScriptedAnswer.error(403, "DENIED"));
        WaitingReplicas shared = new WaitingReplicas(redis.getConnectionFactory(), 2);
        List<RegistryClient> clients = List.of(replica(shared), replica(shared));
        // When
        List<Throwable> errors = Flux.range(1, 2)
                .flatMap(tag -> clients.get(tag - 1)
                        .resolve(image(tag), RegistryAccess.NONE)
                        .then(Mono.<Throwable>empty())
                        .onErrorResume(Mono::just))
                .collectList()
                .blockOptional(TIMEOUT)
                .orElseThrow();
        // Then
        assertThat(errors).hasSize(2).allSatisfy(error -> assertThat(error).isInstanceOf(RegistryException.class));
        assertThat(registry.count("GET", "/token")).isEqualTo(1);
    }

    @Test
    void withoutRedisEachReplicaFetchesToken() {
        // Given
        registry.on("/token", token());
        ReactiveStringRedisTemplate away = connect(new RedisStandaloneConfiguration("localhost", FreePort.find()));
        // When
        List<ResolvedManifest> found = resolveOnTwo(
                replica(new SharedRegistryTokens(away, KEY)), replica(new SharedRegistryTokens(away, KEY)));
        // Then
        assertThat(found).hasSize(2);
        assertThat(registry.count("GET", "/token")).isEqualTo(2);
    }

    private static ScriptedAnswer token() {
        return ScriptedAnswer.content(
                "application/json",
                "{\"token\":\"%s\",\"expires_in\":300}".formatted(SECRET).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A different tag per replica, so that the responses of the registry do not depend on their order; the token is the
     * same.
     */
    private List<ResolvedManifest> resolveOnTwo(RegistryClient here, RegistryClient there) {
        return Flux.merge(here.resolve(image(1), RegistryAccess.NONE), there.resolve(image(2), RegistryAccess.NONE))
                .collectList()
                .blockOptional(TIMEOUT)
                .orElseThrow();
    }

    private ImageReference image(int tag) {
        return ImageReference.parse(registry.host() + "/app:" + tag);
    }

    /** A replica that gets the token when the other one waits for it. */
    private RegistryClient replica(WaitingReplicas shared) {
        TokenSharing tokens = new SharedRegistryTokens(shared.template(), KEY);
        return replica((request, fetch) -> tokens.share(request, shared.whenOthersWait(fetch)));
    }

    private RegistryClient replica(TokenSharing tokens) {
        ApplicationContextInitializer<GenericApplicationContext> withTokens =
                context -> context.registerBean(TokenSharing.class, () -> tokens);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(RegistryClientConfiguration.class)
                .web(WebApplicationType.NONE)
                .initializers(withTokens)
                .properties(
                        IntegrationTest.LOCAL_REGISTRIES_ALLOWED,
                        "spring.config.name=none",
                        "wave.security.key=" + IntegrationTest.TEST_KEY)
                .run();
        replicas.add(context);
        return context.getBean(RegistryClient.class);
    }

    private ReactiveStringRedisTemplate connect(RedisStandaloneConfiguration configuration) {
        LettuceConnectionFactory factory = new LettuceConnectionFactory(configuration);
        factory.afterPropertiesSet();
        factory.start();
        connections.add(factory);
        return new ReactiveStringRedisTemplate(factory);
    }

    private static List<String> everythingIn(ReactiveStringRedisTemplate redis) {
        return redis.keys("*")
                .flatMap(key -> redis.opsForValue().get(key))
                .collectList()
                .blockOptional(TIMEOUT)
                .orElseThrow();
    }
}
