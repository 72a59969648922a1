package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.cluster.WaveClient;
import java.net.http.HttpResponse;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What operators, browsers and requests to mirror rely on, as seen from outside. */
@OnTestCluster
class TokensAndPagesIT {

    private static final Map<String, String> OPERATOR =
            Map.of("Authorization", "Basic " + WaveClient.base64("operator:secret"));

    @Test
    void mirrorRequestRequiresAToken(TestCluster cluster) {
        HttpResponse<String> response = cluster.client().post("/v1alpha2/container", """
                        {"mirror":true,"containerImage":"alpine","buildRepository":"quay.io"}""");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(WaveClient.json(response).get("message").stringValue()).startsWith("mirror: requires an API token");
    }

    @Test
    void onlyOperatorsRevokeTokens(TestCluster cluster) {
        JsonNode answer = cluster.client().submit(Map.of("containerImage", "alpine"));
        Images.assertPullable(cluster.client(), answer);
        String token = answer.get("containerToken").stringValue();
        HttpResponse<String> stranger = cluster.client().delete("/container-token/" + token, Map.of());
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=Wave Authentication");
        assertThat(cluster.client().get(status(token)).statusCode()).isEqualTo(200);
        assertThat(cluster.client()
                        .delete("/container-token/" + token, OPERATOR)
                        .statusCode())
                .isEqualTo(200);
        assertThat(cluster.client().get(status(token)).statusCode()).isEqualTo(404);
        assertThat(cluster.client()
                        .delete("/container-token/" + token, OPERATOR)
                        .statusCode())
                .isEqualTo(404);
        String image = answer.get("targetImage").stringValue();
        Awaitility.await("the proxy forgets the token")
                .atMost(TestCluster.TIMEOUT)
                .until(() -> cluster.client().manifest(image).statusCode() == 404);
    }

    @Test
    void usersBuildPullAndRevokeTheirOwnTokens(TestCluster cluster) {
        Map<String, String> user = Map.of("Authorization", "Bearer " + TestCluster.USER_TOKEN);
        String file = "FROM %s\nENV CALLER=alice\n".formatted(cluster.baseImage());
        HttpResponse<String> response = cluster.client()
                .post("/v1alpha2/container", WaveClient.write(Map.of("containerFile", WaveClient.base64(file))), user);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode answer = WaveClient.json(response);
        assertThat(cluster.awaitDone(answer).get("succeeded").booleanValue()).isTrue();
        Images.assertPullable(cluster.client(), answer);
        String token = answer.get("containerToken").stringValue();
        assertThat(cluster.client()
                        .delete("/container-token/" + token, Map.of())
                        .statusCode())
                .isEqualTo(401);
        assertThat(cluster.client().delete("/container-token/" + token, user).statusCode())
                .isEqualTo(200);
        assertThat(cluster.client().get(status(token)).statusCode()).isEqualTo(404);
    }

    @Test
    void unknownTokenIsUnauthorized(TestCluster cluster) {
        HttpResponse<String> response = cluster.client()
                .post(
                        "/v1alpha2/container",
                        "{\"containerImage\":\"alpine\"}",
                        Map.of("Authorization", "Bearer wave_unknown"));
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(WaveClient.json(response).get("message").stringValue())
                .startsWith("Authorization: unknown API token");
        assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"Wave\"");
    }

    private static String status(String token) {
        return "/v1alpha2/container/" + token + "/status";
    }

    @Test
    void idsOfBuildsLeadToTheirPage(TestCluster cluster) {
        JsonNode build = cluster.client().submitBuild("FROM %s\nENV PAGE=1\n".formatted(cluster.baseImage()));
        assertThat(cluster.awaitDone(build).get("succeeded").booleanValue()).isTrue();
        String id = build.get("buildId").stringValue();
        String container = id.substring("bd-".length(), id.indexOf('_'));
        HttpResponse<String> page = cluster.client().get("/view/builds/" + id);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains(id);
        assertLeads(cluster, "bd-" + container + "-1", 301, id);
        assertLeads(cluster, container, 307, id);
        assertThat(cluster.client().get("/view/builds/0123456789abcdef").statusCode())
                .isEqualTo(200);
    }

    private static void assertLeads(TestCluster cluster, String from, int status, String to) {
        HttpResponse<String> response = cluster.client().get("/view/builds/" + from);
        assertThat(response.statusCode()).as(from).isEqualTo(status);
        assertThat(response.headers().firstValue("Location").orElseThrow()).endsWith("/view/builds/" + to);
    }
}
