package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.cluster.Command;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Images for two platforms under one name, from the request to the pull. */
@OnTestCluster
class MultiPlatformIT {

    private static final String BOTH = "linux/amd64,linux/arm64";

    @Test
    void eachPlatformPullsItsOwnImage(TestCluster cluster) {
        JsonNode submitted = submit(cluster, file(base(cluster, "both", "amd64", "arm64")), Map.of());
        String image = submitted.get("targetImage").stringValue();
        assertThat(submitted.get("cached").booleanValue()).isFalse();
        assertThat(platforms(cluster, image)).containsExactly("linux/amd64", "linux/arm64");
        for (String architecture : List.of("amd64", "arm64")) {
            JsonNode config = config(image, architecture);
            assertThat(config.get("architecture").stringValue()).isEqualTo(architecture);
            assertThat(config.get("config").get("Env").valueStream().map(JsonNode::stringValue))
                    .contains("BUILT_FOR=" + architecture);
        }
        JsonNode status = cluster.awaitDone(submitted);
        assertThat(status.get("succeeded").booleanValue()).isTrue();
        JsonNode build = build(cluster, submitted);
        assertThat(build.get("platform").stringValue()).isEqualTo(BOTH);
        assertThat(build.get("exitStatus").intValue()).isZero();
        assertThat(build.get("digest").stringValue()).startsWith("sha256:");
        assertThat(build.get("buildChildIds")
                        .get("refs")
                        .valueStream()
                        .map(ref -> ref.get("value").stringValue()))
                .containsExactly("linux/amd64", "linux/arm64");
    }

    @Test
    void equalRequestGetsSameImage(TestCluster cluster) {
        String file = file(base(cluster, "shared", "amd64", "arm64"));
        JsonNode first = submit(cluster, file, Map.of());
        JsonNode second = submit(cluster, file, Map.of());
        assertThat(second.get("buildId")).isEqualTo(first.get("buildId"));
        assertThat(cluster.awaitDone(first).get("succeeded").booleanValue()).isTrue();
        JsonNode third = submit(cluster, file, Map.of());
        assertThat(third.get("buildId")).isEqualTo(first.get("buildId"));
        assertThat(third.get("cached").booleanValue()).isTrue();
        assertThat(third.get("succeeded").booleanValue()).isTrue();
        assertThat(platforms(cluster, third.get("targetImage").stringValue())).hasSize(2);
    }

    @Test
    void failedPlatformFailsImageWithItsReason(TestCluster cluster) {
        String file = file(base(cluster, "half", "amd64"));
        JsonNode submitted = submit(cluster, file, Map.of());
        JsonNode status = cluster.awaitDone(submitted);
        assertThat(status.get("succeeded").booleanValue()).isFalse();
        assertThat(status.get("reason").stringValue()).startsWith("linux/arm64: build failed: ");
        HttpResponse<byte[]> pull =
                cluster.client().manifest(submitted.get("targetImage").stringValue());
        assertThat(pull.statusCode()).isEqualTo(403);
        assertThat(new String(pull.body(), StandardCharsets.UTF_8))
                .contains(
                        "linux/arm64: build failed: ", submitted.get("buildId").stringValue());
        JsonNode again = submit(cluster, file, Map.of());
        assertThat(again.get("buildId").stringValue())
                .isEqualTo(submitted.get("buildId").stringValue().replace("_1", "_2"));
    }

    @Test
    void freezePutsIndexIntoRepositoryOfUser(TestCluster cluster) {
        String repository = cluster.servers().registry() + "/mine/both";
        Map<String, ?> freeze = Map.of(
                "freeze", true, "buildRepository", repository, "containerConfig", Map.of("env", List.of("FROZEN=1")));
        JsonNode submitted = submit(cluster, file(base(cluster, "frozen", "amd64", "arm64")), freeze);
        assertThat(cluster.awaitDone(submitted).get("succeeded").booleanValue()).isTrue();
        String image = submitted.get("targetImage").stringValue();
        assertThat(image).startsWith(repository + ":");
        for (String architecture : List.of("amd64", "arm64")) {
            assertThat(config(image, architecture)
                            .get("config")
                            .get("Env")
                            .valueStream()
                            .map(JsonNode::stringValue))
                    .contains("FROZEN=1", "BUILT_FOR=" + architecture);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDryRunNamesTheImageAndStartsNothing(boolean freeze, TestCluster cluster) {
        Map<String, ?> dryRun = Map.of(
                "dryRun",
                true,
                "freeze",
                freeze,
                "buildRepository",
                cluster.servers().registry() + "/mine/dry");
        JsonNode answer = submit(cluster, "FROM scratch\nENV A=1\n", dryRun);
        assertThat(answer.get("buildId").stringValue()).matches("[0-9a-f]{16}_0");
        assertThat(answer.get("containerImage").stringValue())
                .endsWith("/mine/dry:" + answer.get("buildId").stringValue().replace("_0", ""));
        assertThat(answer.get("cached").booleanValue()).isFalse();
    }

    /** Pushes a base image for these architectures. */
    private static String base(TestCluster cluster, String name, String... architectures) {
        String repository = "trial/base-" + name;
        TestImage[] images = List.of(architectures).stream()
                .map(architecture -> TestImage.busybox(TestImage.Family.OCI).on(architecture))
                .toArray(TestImage[]::new);
        TestImage.pushIndex(cluster.servers().uploads(), repository, "1", images);
        return cluster.servers().registry() + "/" + repository + ":1";
    }

    /** A container file that runs nothing, and that no other test has. */
    private static String file(String base) {
        return "FROM %s\nARG TARGETARCH\nENV BUILT_FOR=$TARGETARCH\nENV RUN_OF_TEST=%s\n"
                .formatted(base, UUID.randomUUID());
    }

    private static JsonNode submit(TestCluster cluster, String file, Map<String, ?> more) {
        Map<String, Object> request = new HashMap<>(more);
        request.put("containerFile", WaveClient.base64(file));
        request.put("containerPlatform", "arm64, amd64");
        return cluster.client().submit(request);
    }

    private static JsonNode build(TestCluster cluster, JsonNode submitted) {
        return cluster.client()
                .getJson("/v1alpha1/builds/" + submitted.get("buildId").stringValue());
    }

    private static List<String> platforms(TestCluster cluster, String image) {
        HttpResponse<byte[]> response = cluster.client().manifest(image);
        String body = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(response.statusCode()).as(body).isEqualTo(200);
        return WaveClient.parse(body)
                .get("manifests")
                .valueStream()
                .map(entry -> entry.get("platform"))
                .map(on -> on.get("os").stringValue() + "/"
                        + on.get("architecture").stringValue())
                .toList();
    }

    /** What skopeo gets when it runs on that architecture. */
    private static JsonNode config(String image, String architecture) {
        Command.Result result = Command.of(
                        "skopeo",
                        "--override-arch=" + architecture,
                        "inspect",
                        "--tls-verify=false",
                        "--config",
                        "docker://" + image)
                .run();
        assertThat(result.exitCode()).as(result::output).isZero();
        return WaveClient.parse(result.output());
    }
}
