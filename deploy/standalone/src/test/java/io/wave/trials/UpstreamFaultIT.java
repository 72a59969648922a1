package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.cluster.RegistryAnswers;
import io.wave.cluster.WaveClient;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an upstream does wrong is told to the client as what it is, and never kept. */
@OnTestCluster
class UpstreamFaultIT {

    private final RegistryAnswers image = RegistryAnswers.ofSmallImage();

    @Test
    void requestToBusyUpstreamIsRetried(TestCluster cluster) {
        try (ScriptedRegistry upstream = ScriptedRegistry.start()) {
            // Given
            ScriptedAnswer busy = ScriptedAnswer.error(429, "TOOMANYREQUESTS").with("Retry-After", "1");
            image.on(upstream, "app", "1", busy);
            // When
            JsonNode request = submit(cluster, upstream);
            // Then
            Images.assertPullable(cluster.client(), request);
        }
    }

    @Test
    void busyUpstreamIsReportedAsTooManyRequests(TestCluster cluster) {
        try (ScriptedRegistry upstream = ScriptedRegistry.start()) {
            // Given
            image.on(upstream, "app", "1");
            JsonNode request = submit(cluster, upstream);
            upstream.on(image.layerPath("app"), ScriptedAnswer.error(429, "TOOMANYREQUESTS"));
            // When
            HttpResponse<byte[]> layer = layer(cluster, request);
            // Then
            assertThat(layer.statusCode()).isEqualTo(429);
            assertThat(layer.headers().firstValue("Retry-After")).isPresent();
            assertOciError(layer, "TOOMANYREQUESTS");
        }
    }

    @Test
    void brokenUpstreamIsReportedAsBadGateway(TestCluster cluster) {
        try (ScriptedRegistry upstream = ScriptedRegistry.start()) {
            // Given
            image.on(upstream, "app", "1");
            JsonNode request = submit(cluster, upstream);
            upstream.on(image.layerPath("app"), ScriptedAnswer.error(500, "UNKNOWN"));
            // When
            HttpResponse<byte[]> layer = layer(cluster, request);
            // Then
            assertThat(layer.statusCode()).isEqualTo(502);
            assertOciError(layer, "UNAVAILABLE");
        }
    }

    @Test
    void layerWithWrongDigestIsTruncatedAndServedCorrectlyAfterwards(TestCluster cluster) {
        try (ScriptedRegistry upstream = ScriptedRegistry.start()) {
            // Given
            image.on(upstream, "app", "1");
            JsonNode request = submit(cluster, upstream);
            String target = request.get("targetImage").stringValue();
            upstream.on(image.layerPath("app"), image.layerAnswer().corrupted());
            // When, then
            assertThatThrownBy(() -> cluster.client().blob(target, image.layer().toString()))
                    .isInstanceOf(UncheckedIOException.class);
            upstream.on(image.layerPath("app"), image.layerAnswer());
            assertThat(cluster.client().blob(target, image.layer().toString()).body())
                    .isEqualTo(image.layerBytes());
        }
    }

    @Test
    void interruptedLayerIsTruncatedAndServedCompletelyAfterwards(TestCluster cluster) {
        try (ScriptedRegistry upstream = ScriptedRegistry.start()) {
            // Given
            image.on(upstream, "app", "1");
            JsonNode request = submit(cluster, upstream);
            String target = request.get("targetImage").stringValue();
            upstream.on(image.layerPath("app"), image.layerAnswer().cutAfter(image.layerBytes().length / 2));
            // When, then
            assertThatThrownBy(() -> cluster.client().blob(target, image.layer().toString()))
                    .isInstanceOf(UncheckedIOException.class);
            upstream.on(image.layerPath("app"), image.layerAnswer());
            assertThat(cluster.client().blob(target, image.layer().toString()).body())
                    .isEqualTo(image.layerBytes());
        }
    }

    private static JsonNode submit(TestCluster cluster, ScriptedRegistry upstream) {
        return cluster.client().submit(Map.of("containerImage", upstream.host() + "/app:1"));
    }

    private static void assertOciError(HttpResponse<byte[]> response, String code) {
        String body = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(WaveClient.parse(body).get("errors").get(0).get("code").stringValue())
                .isEqualTo(code);
    }

    private HttpResponse<byte[]> layer(TestCluster cluster, JsonNode request) {
        return cluster.client()
                .blob(request.get("targetImage").stringValue(), image.layer().toString());
    }
}
