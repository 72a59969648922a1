package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.cluster.WaveClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What existing clients of the API rely on, as seen from outside. */
@OnTestCluster
class ApiConformanceIT {

    private static final String REQUESTS = "/v1alpha2/container";

    @Test
    void existingImageIsNamedWithTokenAndReadyImmediately(TestCluster cluster) {
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
    void statusOfExistingImageIsDone(TestCluster cluster) {
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
    void nullAndUnknownMembersAreIgnored(TestCluster cluster) {
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
    void unexpectedAuthorizationHeaderIsIgnored(TestCluster cluster) {
        HttpResponse<String> response = cluster.client()
                .post(REQUESTS, "{\"containerImage\":\"alpine\"}", Map.of("Authorization", "Bearer stray"));
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void dryRunNamesBuildWithoutStart(TestCluster cluster) {
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            /v1alpha2/container | {}
            /v1alpha2/container | {"containerImage":"alpine","containerFile":"RlJPTSBmb28="}
            /v1alpha2/container | {"containerImage":"alpine","format":"sif"}
            /v1alpha2/container | {"containerImage":"alpine","freeze":true}
            /v1alpha2/container | {"containerImage":"alpine","condaFile":"YQ=="}
            /v1alpha2/container | {"containerImage":"http://x/y"}
            /container-token    | {"packages":{"type":"CONDA","entries":["a"]}}
            """)
    void whatCannotBeIsRefused(String path, String body, TestCluster cluster) {
        assertThat(cluster.client().post(path, body).statusCode()).isEqualTo(400);
    }

    @Test
    void equalRequestsShareABuildAndThenItsImage(TestCluster cluster) {
        String file = cluster.gatedFile("conformance-shared");
        JsonNode first = cluster.client().submitBuild(file);
        cluster.awaitAtGate("conformance-shared");
        JsonNode second = cluster.client().submitBuild(file);
        assertThat(second.get("buildId")).isEqualTo(first.get("buildId"));
        assertThat(second.get("cached").booleanValue()).isFalse();
        assertThat(second.has("succeeded")).isFalse();
        cluster.gate().open("conformance-shared");
        assertThat(cluster.awaitDone(first).get("succeeded").booleanValue()).isTrue();
        JsonNode third = cluster.client().submitBuild(file);
        assertThat(third.get("buildId")).isEqualTo(first.get("buildId"));
        assertThat(third.get("cached").booleanValue()).isTrue();
        assertThat(third.get("succeeded").booleanValue()).isTrue();
    }

    @Test
    void frozenImageIsServedImmediatelyUnderBothNames(TestCluster cluster) {
        JsonNode answer = cluster.client().submit(freeze(cluster, false));
        assertThat(answer.has("containerToken")).isFalse();
        assertThat(answer.has("expiration")).isFalse();
        assertThat(answer.get("freeze").booleanValue()).isTrue();
        assertThat(answer.get("targetImage")).isEqualTo(answer.get("containerImage"));
        JsonNode record = cluster.client()
                .getJson(REQUESTS + "/" + answer.get("requestId").stringValue());
        assertThat(record.get("containerFile").stringValue())
                .contains("FROM " + cluster.baseImage(), "ENV FOO=\"b r\"");
        String held = record.get("waveImage").stringValue();
        JsonNode manifest = Images.assertPullable(cluster.client(), held);
        String config = new String(
                cluster.client()
                        .blob(held, manifest.get("config").get("digest").stringValue())
                        .body(),
                StandardCharsets.UTF_8);
        assertThat(config).contains("FOO=b r");
        assertThat(cluster.awaitDone(answer).get("succeeded").booleanValue()).isTrue();
        JsonNode again = cluster.client().submit(freeze(cluster, false));
        assertThat(again.get("targetImage")).isEqualTo(answer.get("targetImage"));
        assertThat(again.get("cached").booleanValue()).isTrue();
    }

    @Test
    void imageOfDryRunIsNotServed(TestCluster cluster) {
        JsonNode answer = cluster.client().submit(freeze(cluster, true));
        String image = answer.get("targetImage").stringValue();
        String path = image.substring(image.indexOf('/') + 1);
        HttpResponse<byte[]> pulled =
                cluster.client().manifest("any/wt/" + answer.get("requestId").stringValue() + "/" + path);
        assertThat(pulled.statusCode()).isEqualTo(404);
        assertThat(new String(pulled.body(), StandardCharsets.UTF_8)).contains(image);
    }

    private static Map<String, Object> freeze(TestCluster cluster, boolean dryRun) {
        return Map.of(
                "containerImage",
                cluster.baseImage(),
                "freeze",
                true,
                "dryRun",
                dryRun,
                "buildRepository",
                cluster.servers().registry() + (dryRun ? "/dry/app" : "/frozen/app"),
                "containerConfig",
                Map.of("env", List.of("FOO=b r")));
    }

    @Test
    void crawlersReadTheRobotsFileOnly(TestCluster cluster) {
        Map<String, String> crawler = Map.of("User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1)");
        assertThat(cluster.client()
                        .post(REQUESTS, "{\"containerImage\":\"alpine\"}", crawler)
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void commandLineClientIsAccepted(TestCluster cluster) {
        HttpResponse<String> response = cluster.client().post(REQUESTS, """
                {"containerImage":"alpine","containerPlatform":"linux/amd64","freeze":false,"mirror":false,"dryRun":false,
                 "towerEndpoint":"https://api.cloud.seqera.io","timestamp":"2026-03-01T12:00:00.123456+01:00",
                 "containerConfig":{"cmd":["sh"],"entrypoint":["/bin/sh"],"env":["A=1"],"workingDir":"/tmp","layers":[]}}
                """);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        HttpResponse<String> packages = cluster.client().post(REQUESTS, """
                {"packages":{"type":"CONDA","entries":["bwa=0.7.15"],"channels":["conda-forge","bioconda"],
                 "condaOpts":{"mambaImage":"mambaorg/micromamba:1.5.10-noble","basePackages":"conda-forge::procps-ng"},
                 "pixiOpts":{"pixiImage":"public.cr.seqera.io/wave/pixi:0.61.0-noble","baseImage":"ubuntu:24.04",
                 "basePackages":"conda-forge::procps-ng"}},
                 "freeze":false,"mirror":false,"dryRun":true,"towerEndpoint":"https://api.cloud.seqera.io",
                 "timestamp":"2026-03-01T12:00:00.123456+01:00"}
                """);
        assertThat(packages.statusCode()).as(packages.body()).isEqualTo(200);
        assertThat(WaveClient.json(packages).get("containerImage").stringValue())
                .contains("bwa-0.7.15--");
    }

    @Test
    void workflowClientIsAccepted(TestCluster cluster) {
        HttpResponse<String> response = cluster.client()
                .post(REQUESTS, """
                {"towerAccessToken":null,"towerRefreshToken":null,"towerWorkspaceId":null,
                 "towerEndpoint":"https://api.cloud.seqera.io","containerImage":"alpine","containerFile":null,
                 "containerConfig":{"entrypoint":null,"cmd":null,"env":null,"workingDir":null,"layers":null},
                 "packages":null,"containerPlatform":"linux/amd64","buildRepository":null,"cacheRepository":null,
                 "timestamp":"2026-03-01T12:00:00.123456+01:00","fingerprint":"5f3a","freeze":false,"format":null,
                 "dryRun":false,"workflowId":null,"containerIncludes":null,"buildContext":null,"nameStrategy":null,
                 "mirror":false,"scanMode":null,"scanLevels":null,"buildCompression":null,"buildTemplate":null}
                """, Map.of("Authorization", "Bearer stray", "Traceparent", "00-1-2-01"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode answer = WaveClient.json(response);
        Images.assertPullable(cluster.client(), answer);
        assertThat(answer.get("succeeded").booleanValue()).isTrue();
    }

    @Test
    void versionIsSemantic(TestCluster cluster) {
        assertThat(cluster.client()
                        .getJson("/service-info")
                        .get("serviceInfo")
                        .get("version")
                        .stringValue())
                .matches("\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?");
    }

    @Test
    void logIsReadableDuringBuild(TestCluster cluster) {
        // Given
        String gated = cluster.gatedFile("log-read").replaceFirst("RUN", "RUN echo word-before-the-gate\nRUN");
        JsonNode build = cluster.client().submitBuild(gated);
        String logs = "/v1alpha1/builds/" + build.get("buildId").stringValue() + "/logs";
        cluster.awaitAtGate("log-read");
        // When, then
        Awaitility.await()
                .atMost(TestCluster.TIMEOUT)
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
