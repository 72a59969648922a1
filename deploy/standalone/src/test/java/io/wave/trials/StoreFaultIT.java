package io.wave.trials;

import static io.wave.trials.TestCluster.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.cluster.WaveClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Redis may be emptied, PostgreSQL may crash and Kafka may be away at any time: nothing is lost. */
@OnTestCluster
class StoreFaultIT {

    @Test
    void buildAndHeldPullOutliveFlushOfRedis(TestCluster cluster) throws Exception {
        // Given
        JsonNode build = cluster.runningBuild("redis-flushed");
        String image = build.get("targetImage").stringValue();
        CompletableFuture<HttpResponse<byte[]>> held = cluster.client().manifestLater(image);
        CompletableFuture<HttpResponse<byte[]>> heldByOther =
                cluster.otherClient().manifestLater(image);
        // When
        cluster.servers().flushRedis();
        // Then
        CompletableFuture<HttpResponse<byte[]>> late = cluster.otherClient().manifestLater(image);
        cluster.gate().open("redis-flushed");
        for (CompletableFuture<HttpResponse<byte[]>> pull : List.of(held, heldByOther, late)) {
            Images.assertServed(cluster.client(), image, pull.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
        }
        assertThat(cluster.awaitDone(build).get("succeeded").booleanValue()).isTrue();
        assertThat(cluster.gate().started("redis-flushed")).isEqualTo(1);
    }

    @Test
    void pullContinuesAfterFlushOfRedisBetweenHeadAndGet(TestCluster cluster) {
        // Given
        JsonNode request = cluster.client()
                .submit(Map.of(
                        "containerImage", cluster.baseImage(), "containerConfig", Map.of("env", List.of("FLUSHED=1"))));
        String image = request.get("targetImage").stringValue();
        String digest = cluster.client()
                .headManifest(image)
                .headers()
                .firstValue("Docker-Content-Digest")
                .orElseThrow();
        // When
        cluster.servers().flushRedis();
        // Then
        String pinned = image.substring(0, image.lastIndexOf(':')) + "@" + digest;
        Images.assertPullable(cluster.otherClient(), pinned);
        Images.assertPullable(cluster.client(), pinned);
    }

    @Test
    void buildOutlivesCrashOfPostgres(TestCluster cluster) {
        // Given
        JsonNode build = cluster.runningBuild("postgres-crashed");
        CompletableFuture<HttpResponse<byte[]>> held =
                cluster.client().manifestLater(build.get("targetImage").stringValue());
        // When
        cluster.servers().crashPostgres();
        cluster.gate().open("postgres-crashed");
        // Then
        JsonNode status = cluster.awaitDone(build);
        assertThat(status.get("succeeded").booleanValue()).isTrue();
        assertThat(held).succeedsWithin(TIMEOUT).returns(200, HttpResponse::statusCode);
        assertThat(cluster.gate().mostAtOnce("postgres-crashed")).isEqualTo(1);
        Images.assertPullable(cluster.client(), build);
    }

    @Test
    void requestIsAcceptedWithoutKafkaAndBuiltAfterItsReturn(TestCluster cluster) {
        // Given
        cluster.servers().stopKafka();
        JsonNode build;
        try {
            // When
            build = cluster.client().submitBuild(cluster.gatedFile("kafka-away"));
            // Then
            HttpResponse<String> status = cluster.client()
                    .get("/v1alpha2/container/" + build.get("requestId").stringValue() + "/status");
            assertThat(WaveClient.json(status).get("status").stringValue()).isEqualTo("BUILDING");
        } finally {
            cluster.servers().returnKafka();
        }
        cluster.awaitAtGate("kafka-away");
        cluster.gate().open("kafka-away");
        assertThat(cluster.awaitDone(build).get("succeeded").booleanValue()).isTrue();
        Images.assertPullable(cluster.client(), build);
    }

    @Test
    void buildEndsWithoutKafkaAndHeldPullIsServed(TestCluster cluster) {
        // Given
        JsonNode build = cluster.runningBuild("kafka-away-at-end");
        CompletableFuture<HttpResponse<byte[]>> held =
                cluster.client().manifestLater(build.get("targetImage").stringValue());
        cluster.servers().stopKafka();
        try {
            // When
            cluster.gate().open("kafka-away-at-end");
            // Then
            assertThat(held).succeedsWithin(TIMEOUT).returns(200, HttpResponse::statusCode);
            assertThat(cluster.awaitDone(build).get("succeeded").booleanValue()).isTrue();
        } finally {
            cluster.servers().returnKafka();
        }
        String record = "/v1alpha1/builds/" + build.get("buildId").stringValue();
        await("the build's record")
                .atMost(TIMEOUT)
                .until(() -> cluster.client().getJson(record).has("duration"));
    }
}
