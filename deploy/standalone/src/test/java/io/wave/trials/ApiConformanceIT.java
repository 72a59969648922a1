package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.cluster.WaveClient;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What existing clients of the API rely on, seen from outside, through the public door. */
@OnTestCluster
class ApiConformanceIT {

    private static final String REQUESTS = "/v1alpha2/container";

    @Test
    void aPlainImageIsNamedUnderItsTokenAndReadyAtOnce(TestCluster cluster) {
        JsonNode answer = cluster.client().submit(Map.of("containerImage", "alpine"));
        assertThat(answer.get("requestId").stringValue()).matches("[0-9a-f]{12}");
        assertThat(answer.get("containerToken")).isEqualTo(answer.get("requestId"));
        assertThat(answer.get("targetImage").stringValue())
                .endsWith("/wt/%s/library/alpine:latest"
                        .formatted(answer.get("containerToken").stringValue()));
        assertThat(answer.get("containerImage").stringValue()).isEqualTo("docker.io/library/alpine:latest");
        assertThat(answer.get("freeze").booleanValue()).isFalse();
        assertThat(answer.get("mirror").booleanValue()).isFalse();
        assertThat(answer.get("succeeded").booleanValue()).isTrue();
        assertThat(answer.has("buildId")).isFalse();
        assertThat(answer.has("cached")).isFalse();
        assertThat(Instant.parse(answer.get("expiration").stringValue())).isAfter(Instant.EPOCH);
        Images.assertPullable(cluster.client(), answer);
    }

    @Test
    void theStatusOfAPlainImageIsDone(TestCluster cluster) {
        JsonNode answer = cluster.client().submit(Map.of("containerImage", "alpine"));
        HttpResponse<String> response =
                cluster.client().get(REQUESTS + "/" + answer.get("requestId").stringValue() + "/status");
        JsonNode status = WaveClient.json(response);
        assertThat(status.get("status").stringValue()).isEqualTo("DONE");
        assertThat(status.get("succeeded").booleanValue()).isTrue();
        assertThat(Instant.parse(status.get("creationTime").stringValue())).isAfter(Instant.EPOCH);
        assertThat(response.body()).containsPattern("\"duration\":\\d+\\.\\d+");
    }

    @Test
    void whatIsNullOrUnknownIsAsIfItWereNotThere(TestCluster cluster) {
        HttpResponse<String> response = cluster.client().post(REQUESTS, """
                {"containerImage":"alpine","containerFile":null,"packages":null,"containerPlatform":"linux/amd64",
                 "containerConfig":{"entrypoint":null,"cmd":null,"env":null,"workingDir":null,"layers":null},
                 "buildRepository":null,"cacheRepository":null,"timestamp":"2026-01-01T00:00:00+01:00","fingerprint":null,
                 "freeze":false,"mirror":false,"format":null,"dryRun":null,"containerIncludes":null,"nameStrategy":null,
                 "scanMode":null,"scanLevels":null,"buildContext":null,"towerAccessToken":null,"something":{"else":1}}
                """);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void aStrayAuthorizationHeaderChangesNothing(TestCluster cluster) {
        HttpResponse<String> response = cluster.client()
                .post(REQUESTS, "{\"containerImage\":\"alpine\"}", Map.of("Authorization", "Bearer stray"));
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void aDryRunNamesTheBuildAndStartsNothing(TestCluster cluster) {
        JsonNode answer = cluster.client()
                .submit(Map.of(
                        "containerFile",
                        WaveClient.base64("FROM foo"),
                        "buildRepository",
                        "wave/build",
                        "containerPlatform",
                        "linux/arm64",
                        "dryRun",
                        true));
        assertThat(answer.get("buildId").stringValue()).isEqualTo("be9ee6ac1eeff4b5_0");
        assertThat(answer.get("containerImage").stringValue()).endsWith("wave/build:be9ee6ac1eeff4b5");
    }

    @Test
    void theVersionIsSemantic(TestCluster cluster) {
        assertThat(cluster.client()
                        .getJson("/service-info")
                        .get("serviceInfo")
                        .get("version")
                        .stringValue())
                .matches("\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?");
    }

    @Test
    void theLogOfABuildIsReadWhileItRuns(TestCluster cluster) {
        // Given
        String gated = cluster.gatedFile("log-read").replaceFirst("RUN", "RUN echo word-before-the-gate\nRUN");
        JsonNode build = cluster.client().submitBuild(gated);
        String logs = "/v1alpha1/builds/" + build.get("buildId").stringValue() + "/logs";
        cluster.awaitAtGate("log-read");
        // When, then
        Awaitility.await()
                .atMost(TestCluster.PATIENCE)
                .until(() -> cluster.client().get(logs).body().contains("word-before-the-gate"));
        cluster.gate().open("log-read");
        assertThat(cluster.awaitDone(build).get("succeeded").booleanValue()).isTrue();
        assertThat(cluster.client().get(logs).body()).contains("word-before-the-gate");
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders(TestCluster cluster) {
        for (String path : List.of("/service-info", "/v2/", "/no/such/path")) {
            HttpResponse<String> response = cluster.client().get(path);
            assertThat(response.headers().map())
                    .as(path)
                    .containsKeys("strict-transport-security", "x-frame-options", "x-content-type-options");
        }
    }
}
