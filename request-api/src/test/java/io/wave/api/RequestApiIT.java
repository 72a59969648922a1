package io.wave.api;

import io.wave.image.Digest;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.local.IntegrationTest;
import io.wave.local.fake.ScriptedRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole service with real servers, and a scripted registry in place of Docker Hub. */
@IntegrationTest(
        properties = {
            "spring.config.name=request-api",
            "spring.kafka.consumer.group-id=test-${random.uuid}",
            // A busy machine may stand still for some seconds.
            "spring.data.redis.timeout=30s",
            "wave.build.repo=wave/build",
            "wave.build.command-timeout=2s",
            "wave.accounts[operator]=2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
            "wave.registry-client.max-retries=0"
        })
public abstract class RequestApiIT {

    protected static final ScriptedRegistry REGISTRY = ScriptedRegistry.start();
    protected static final Digest DIGEST = ScriptedImages.DIGEST;
    /** Not passed while the tests run; the service fails running builds that are past their deadline. */
    private static final Instant DEADLINE = Instant.parse("2100-01-01T00:00:00Z");

    private static final String RUN = UUID.randomUUID().toString();
    private static final AtomicInteger NAMES = new AtomicInteger();

    @LocalServerPort
    protected int port;

    @Autowired
    protected JdbcClient jdbc;

    @DynamicPropertySource
    static void standIns(DynamicPropertyRegistry properties) {
        properties.add("wave.registries[docker.io].endpoint", () -> "http://" + REGISTRY.host());
        properties.add(
                "wave.store.location",
                () -> Path.of("target", "objects", RUN).toAbsolutePath().toString());
    }

    protected ApiClient client() {
        return ApiClient.at(port);
    }

    /** Adds an image to the registry, in its own repository. */
    protected String image() {
        String name = "test/image-" + NAMES.incrementAndGet();
        push(name, "latest");
        return name;
    }

    protected void push(String repository, String tag) {
        ScriptedImages.push(REGISTRY, repository, tag);
    }

    /** A unique container file, in base64. */
    protected String containerFile() {
        return ApiClient.base64("FROM busybox\nRUN echo %d %s\n".formatted(NAMES.incrementAndGet(), getClass()));
    }

    protected long count(String table) {
        return jdbc.sql("SELECT count(*) FROM requests." + table)
                .query(Long.class)
                .single();
    }

    /** A job record as a worker would publish it. */
    protected static JobRecord word(
            String buildId, long sequence, JobState state, @Nullable Digest digest, @Nullable String failure) {
        String containerId = buildId.substring(3, 19);
        Instant start = Instant.parse("2026-03-01T10:00:00Z");
        return new JobRecord(
                JobKind.BUILD,
                buildId,
                "docker.io/wave/build:" + containerId,
                Long.parseLong(buildId.substring(20)),
                sequence,
                state,
                digest,
                failure,
                state == JobState.FAILED ? Integer.valueOf(1) : null,
                start,
                start,
                state.isFinal() ? start.plusMillis(61_500) : null,
                DEADLINE,
                null,
                null);
    }
}
