package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.wave.cluster.TarLayer;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The steps of real builds by BuildKit: while they run, when they fail, and when their layers are cached. */
@OnTestCluster
class BuildStepsIT {

    @Test
    void theStepsOfABuildAreKnownWhileItRunsAndAfterwards(TestCluster cluster) {
        JsonNode build = cluster.client()
                .submitBuild("""
                FROM %s
                %s
                RUN echo built > /steps
                """.formatted(uniqueImage(cluster), cluster.gate().step("steps")));
        cluster.awaitAtGate("steps");
        assumeBuildKit(cluster, build);
        await("the step at the gate").atMost(TestCluster.TIMEOUT).untilAsserted(() -> {
            JsonNode steps = steps(cluster.otherClient(), build);
            assertThat(steps.path("begun").asInt()).as(steps.toString()).isEqualTo(2);
            assertThat(steps.path("total").asInt()).isEqualTo(3);
            assertThat(state(steps, "[1/3] FROM")).isEqualTo("SUCCEEDED");
            assertThat(state(steps, "[2/3] RUN wget")).isEqualTo("RUNNING");
            assertThat(state(steps, "[3/3] RUN echo built")).isEqualTo("PENDING");
        });
        assertThat(page(cluster, build)).contains("step 2 of 3");
        await("the home page")
                .atMost(TestCluster.TIMEOUT)
                .untilAsserted(
                        () -> assertThat(cluster.client().get("/").body()).contains("step 2 of 3"));

        cluster.gate().open("steps");
        assertSucceeds(cluster, build);
        JsonNode steps = steps(cluster.client(), build);
        assertThat(steps.path("steps").valueStream())
                .allSatisfy(step -> assertThat(step.path("state").asString()).isIn("SUCCEEDED", "SKIPPED"));
        JsonNode base = step(steps, "[1/3] FROM");
        assertThat(base.path("pulledBytes").asLong()).as(base.toString()).isGreaterThan(50_000);
        JsonNode run = step(steps, "[3/3] RUN echo built");
        assertThat(run.path("cached").asBoolean(true)).isFalse();
        assertThat(Instant.parse(run.path("endTime").asString()))
                .isAfterOrEqualTo(Instant.parse(run.path("startTime").asString()));
        assertThat(log(cluster, build))
                .contains("#%d [3/3] RUN echo built > /steps"
                        .formatted(run.path("number").asInt()))
                .containsPattern(
                        "#%d DONE \\d+\\.\\ds".formatted(run.path("number").asInt()));
    }

    @Test
    void aStepThatFailsIsNamedEverywhere(TestCluster cluster) {
        JsonNode build = cluster.client().submitBuild("""
                FROM %s
                RUN echo before
                RUN echo the tool said no; exit 9
                RUN echo after
                """.formatted(uniqueImage(cluster)));
        JsonNode status = cluster.awaitDone(build);
        assumeBuildKit(cluster, build);
        assertThat(status.get("succeeded").booleanValue()).isFalse();
        String failure = "build failed: exit code 9 in step [3/4] RUN echo the tool said no; exit 9:\nthe tool said no";
        assertThat(status.get("reason").stringValue()).isEqualTo(failure);
        assertThat(new String(
                        cluster.client()
                                .manifest(build.get("targetImage").stringValue())
                                .body(),
                        StandardCharsets.UTF_8))
                .contains(failure.replace("\n", "\\n"));
        assertThat(page(cluster, build)).contains(failure);
        JsonNode steps = steps(cluster.client(), build);
        JsonNode failed = step(steps, "[3/4] RUN");
        assertThat(failed.path("state").asString()).isEqualTo("FAILED");
        assertThat(failed.path("error").asString()).endsWith("exit code: 9");
        assertThat(state(steps, "[2/4] RUN")).isEqualTo("SUCCEEDED");
        assertThat(state(steps, "[4/4] RUN")).isEqualTo("SKIPPED");
    }

    /** Of three equal builds by two workers, two are by the same one. */
    @Test
    void aStepFromTheLayerCacheIsCached(TestCluster cluster) {
        String image = uniqueImage(cluster);
        List<JsonNode> steps = IntStream.range(0, 3)
                .mapToObj(number -> cluster.client().submitBuild("""
                        FROM %s
                        RUN echo the same > /same
                        LABEL number=%d
                        """.formatted(image, number)))
                .map(build -> {
                    assertSucceeds(cluster, build);
                    assumeBuildKit(cluster, build);
                    return step(steps(cluster.client(), build), "[2/2] RUN echo the same");
                })
                .toList();
        assertThat(steps.getFirst().path("cached").asBoolean(true)).isFalse();
        assertThat(steps).anySatisfy(step -> {
            assertThat(step.path("cached").asBoolean(false)).isTrue();
            assertThat(step.path("state").asString()).isEqualTo("SUCCEEDED");
        });
    }

    private static void assumeBuildKit(TestCluster cluster, JsonNode build) {
        await("the first step")
                .atMost(Duration.ofSeconds(30))
                .until(() -> !log(cluster, build).isEmpty());
        assumeThat(log(cluster, build)).as("built by BuildKit").startsWith("#1 ");
    }

    private static void assertSucceeds(TestCluster cluster, JsonNode build) {
        assertThat(cluster.awaitDone(build).get("succeeded").booleanValue())
                .as(() -> log(cluster, build))
                .isTrue();
    }

    /** An image that no worker has pulled. */
    private static String uniqueImage(TestCluster cluster) {
        byte[] content = new byte[50_000];
        ThreadLocalRandom.current().nextBytes(content);
        String tag = "steps-" + HexFormat.of().formatHex(content, 0, 8);
        TestImage.busybox(TestImage.Family.OCI)
                .plus(TarLayer.ofFiles(Map.of("unique", HexFormat.of().formatHex(content))))
                .push(cluster.servers().uploads(), "trial/busybox", tag);
        return "%s/trial/busybox:%s".formatted(cluster.servers().registry(), tag);
    }

    private static JsonNode steps(WaveClient client, JsonNode build) {
        return client.getJson("/v1alpha1/builds/%s/steps".formatted(id(build)));
    }

    private static JsonNode step(JsonNode steps, String name) {
        return steps.path("steps")
                .valueStream()
                .filter(step -> step.path("name").asString().startsWith(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among " + steps));
    }

    private static String state(JsonNode steps, String name) {
        return step(steps, name).path("state").asString();
    }

    private static String log(TestCluster cluster, JsonNode build) {
        return cluster.client()
                .get("/v1alpha1/builds/%s/logs".formatted(id(build)))
                .body();
    }

    private static String page(TestCluster cluster, JsonNode build) {
        return cluster.client().get("/view/builds/" + id(build)).body();
    }

    private static String id(JsonNode build) {
        return build.get("buildId").stringValue();
    }
}
