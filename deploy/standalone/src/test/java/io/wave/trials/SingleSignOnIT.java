package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.cluster.WaveClient;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Users of an OpenID Connect issuer, through registry-proxy. */
@OnTestCluster
class SingleSignOnIT {

    private static final String CONTAINERS = "/v1alpha2/container";
    private static final String REQUESTS = "/v1alpha1/requests";
    /** The longest token that is accepted, in a header too. */
    private static final int LONGEST = 16_384;

    @Test
    void requestsAreThoseOfTheUserOfTheToken(TestCluster cluster) {
        String carol = cluster.issuer().token("carol");
        String dave = cluster.issuer().token("dave");
        Map<String, Object> request = Map.of("containerImage", "alpine");
        JsonNode byHeader = accepted(cluster, request, bearer(carol));
        Map<String, Object> withToken = new HashMap<>(request);
        withToken.put("towerAccessToken", carol);
        JsonNode byBody = accepted(cluster, withToken, Map.of());
        JsonNode ofDave = accepted(cluster, request, bearer(dave));
        JsonNode anonymous = accepted(cluster, request, Map.of());
        Images.assertPullable(cluster.client(), byHeader);

        assertThat(list(cluster, carol)).contains(id(byHeader), id(byBody)).doesNotContain(id(ofDave), id(anonymous));
        assertThat(list(cluster, dave)).contains(id(ofDave)).doesNotContain(id(byHeader), id(byBody), id(anonymous));
        assertThat(cluster.client().get(REQUESTS).statusCode()).isEqualTo(401);

        HttpResponse<String> stranger = cluster.client().delete("/container-token/" + id(byHeader), bearer(dave));
        assertThat(stranger.statusCode()).as(stranger.body()).isEqualTo(403);
        assertThat(cluster.client()
                        .delete("/container-token/" + id(byHeader), bearer(carol))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void unsuitableTokenIsRejected(TestCluster cluster) {
        String token = cluster.issuer().token("carol");
        String changed = token.substring(0, token.lastIndexOf('.')) + ".AAAA";
        HttpResponse<String> refused = submit(cluster, Map.of("containerImage", "alpine"), bearer(changed));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(401);
        assertThat(refused.body()).contains("Authorization: ");
    }

    @Test
    void longTokensPass(TestCluster cluster) {
        String token = cluster.issuer().token("carol", "a".repeat(3 * (LONGEST - 700) / 4));
        assertThat(token).hasSizeBetween(LONGEST - 500, LONGEST);
        JsonNode accepted = accepted(cluster, Map.of("containerImage", "alpine"), bearer(token));
        assertThat(list(cluster, token)).contains(id(accepted));
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 60_000})
    void tooLongTokensAreRejectedWithTheLimit(int length, TestCluster cluster) {
        HttpResponse<String> refused = submit(
                cluster,
                Map.of("containerImage", "alpine"),
                bearer(cluster.issuer().token("carol", "a".repeat(length))));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(431);
        assertThat(WaveClient.json(refused).get("message").stringValue())
                .startsWith("headers: must not have more than 20 KB");
    }

    private static JsonNode accepted(TestCluster cluster, Map<String, ?> request, Map<String, String> headers) {
        HttpResponse<String> response = submit(cluster, request, headers);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return WaveClient.json(response);
    }

    private static HttpResponse<String> submit(
            TestCluster cluster, Map<String, ?> request, Map<String, String> headers) {
        return cluster.client().post(CONTAINERS, WaveClient.write(request), headers);
    }

    private static String list(TestCluster cluster, String token) {
        HttpResponse<String> response = cluster.client().get(REQUESTS, bearer(token));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    private static String id(JsonNode accepted) {
        return accepted.get("requestId").stringValue();
    }
}
