package io.wave.proxy.stub;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.local.IntegrationTest;
import io.wave.local.server.FreePort;
import io.wave.local.server.RedisServer;
import io.wave.oci.MediaTypes;
import io.wave.proxy.RegistryProxyApplication;
import io.wave.redis.RedisKeys;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import io.wave.token.RequestRecord.JobLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole service, against a Redis that may be flushed and restarted and a stand-in for request-api, which is the
 * upstream registry too.
 */
@SpringBootTest(
        classes = RegistryProxyApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.name=registry-proxy",
            "spring.kafka.bootstrap-servers=127.0.0.1:1",
            "wave.security.key=" + IntegrationTest.TEST_KEY,
            IntegrationTest.LOCAL_REGISTRIES_ALLOWED,
            "wave.server.url=https://wave.test",
            "wave.proxy.hold.poll-interval=1s",
            "wave.proxy.hold.hops[0].user-agent=hasty",
            "wave.proxy.hold.hops[0].length=1s",
            "wave.proxy.requests.check-interval=1s",
            "wave.proxy.requests.unknown-per-minute=20"
        })
public abstract class ProxyTest {

    protected static final RequestApiStub API = new RequestApiStub();
    protected static final byte[] MANIFEST = """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"sha256:%s","size":2},"layers":[]}\
        """.formatted(
                    MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, "0".repeat(64))
            .getBytes(StandardCharsets.UTF_8);
    protected static final Digest DIGEST = Digest.of(MANIFEST);

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path REDIS_FOLDER = folder();
    private static final int REDIS_PORT = FreePort.find();
    private static RedisServer redisServer = RedisServer.start(REDIS_FOLDER, REDIS_PORT);

    static {
        // All application contexts share this server, so that no test stops it. It is stopped after them.
        SpringApplication.getShutdownHandlers().add(ProxyTest::stopRedis);
    }

    private final SecureRandom random = new SecureRandom();

    @Autowired
    protected StringRedisTemplate redis;

    @Autowired
    private ReactiveStringRedisTemplate reactiveRedis;

    @Autowired
    protected MeterRegistry meters;

    @LocalServerPort
    protected int port;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        registry.add("wave.proxy.request-api-url", API::url);
        registry.add(
                "wave.store.location", () -> REDIS_FOLDER.resolve("objects").toString());
        registry.add("spring.data.redis.host", () -> redisServer.host());
        registry.add("spring.data.redis.port", () -> REDIS_PORT);
        registry.add("spring.data.redis.password", () -> redisServer.password());
    }

    @BeforeEach
    void serveManifest() {
        API.reset();
        API.route(
                "/v2/app/manifests/" + DIGEST,
                (_, response) -> response.header("Content-Type", MediaTypes.OCI_MANIFEST)
                        .header("Docker-Content-Digest", DIGEST.toString())
                        .header("Content-Length", Integer.toString(MANIFEST.length))
                        .sendByteArray(Mono.just(MANIFEST)));
    }

    protected static void stopRedis() {
        redisServer.close();
    }

    /** Restarts Redis, and waits for both connections of the service. */
    protected void startRedis() {
        redisServer = RedisServer.start(REDIS_FOLDER, REDIS_PORT);
        Awaitility.await().atMost(TIMEOUT).ignoreExceptions().untilAsserted(() -> {
            redis.hasKey("any");
            reactiveRedis.hasKey("any").block();
        });
    }

    /** A container request for an image that is being built, known to request-api. */
    protected RequestRecord buildRequest() {
        String id = HexFormat.of().toHexDigits(random.nextLong());
        ImageReference target = ImageReference.parse(registry() + "/app:" + id);
        return request(target, new JobLink(JobId.parse("bd-" + id + "_1"), target, 1), null);
    }

    /** A container request for an existing image. */
    protected RequestRecord imageRequest(@Nullable Digest sourceDigest) {
        return request(ImageReference.parse(registry() + "/app:latest"), null, sourceDigest);
    }

    private RequestRecord request(ImageReference image, @Nullable JobLink build, @Nullable Digest sourceDigest) {
        RequestRecord request = new RequestRecord(
                ContainerToken.random(random),
                RequestRecord.ANONYMOUS,
                image,
                null,
                null,
                build,
                sourceDigest,
                false,
                null,
                Instant.now(),
                Instant.now().plus(Duration.ofHours(1)));
        API.put(request);
        return request;
    }

    private static String registry() {
        return URI.create(API.url()).getAuthority();
    }

    protected URI manifest(RequestRecord request) {
        String reference = String.valueOf(request.image().reference());
        return URI.create("http://127.0.0.1:%d/v2/wt/%s/%s/manifests/%s"
                .formatted(port, request.token(), request.image().repository(), reference));
    }

    protected static JobRecord job(RequestRecord request, JobState state) {
        JobLink build = request.job();
        if (build == null) {
            throw new IllegalArgumentException("there is no build behind the request");
        }
        return new JobRecord(
                JobKind.BUILD,
                build.id().toString(),
                build.target().toString(),
                build.generation(),
                state.isFinal() ? 2 : 1,
                state,
                state == JobState.SUCCEEDED ? DIGEST : null,
                state == JobState.FAILED ? "build failed: exit code 1: no such package" : null,
                null,
                Instant.now(),
                null,
                null,
                Instant.now().plus(Duration.ofMinutes(20)),
                null,
                null);
    }

    /** Writes the record to Redis. */
    protected void store(JobRecord job) {
        redis.opsForHash()
                .put(RedisKeys.job(job.kind(), job.target()), RedisKeys.JOB_RECORD_FIELD, JSON.writeValueAsString(job));
    }

    protected void store(RequestRecord request) {
        redis.opsForValue().set(RedisKeys.request(request.token()), JSON.writeValueAsString(request));
    }

    /** Publishes the record; does not change what Redis stores. */
    protected void publish(JobRecord job) {
        redis.convertAndSend(RedisKeys.JOB_CHANGES_CHANNEL, JSON.writeValueAsString(job));
    }

    protected void awaitHeld(int count) {
        Awaitility.await()
                .atMost(TIMEOUT)
                .untilAsserted(
                        () -> assertThat(meters.get("wave.hold.pulls").gauge().value())
                                .isEqualTo(count));
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("wave-proxy");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
