package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.cluster.WaveClient;
import io.wave.image.Digest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is true of every image that is served. */
final class Images {

    private static final JsonMapper JSON = new JsonMapper();

    private Images() {}

    /** The manifest is there and is what its digest says; so is the configuration. Gives the manifest. */
    static JsonNode assertPullable(WaveClient client, JsonNode submitted) {
        return assertPullable(client, submitted.get("targetImage").stringValue());
    }

    static JsonNode assertPullable(WaveClient client, String image) {
        return assertServed(client, image, client.manifest(image));
    }

    static JsonNode assertServed(WaveClient client, String image, HttpResponse<byte[]> response) {
        assertThat(response.statusCode())
                .as(() -> new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        assertThat(response.headers().firstValue("Docker-Content-Digest"))
                .hasValue(Digest.of(response.body()).toString());
        JsonNode manifest = JSON.readTree(response.body());
        String config = manifest.get("config").get("digest").stringValue();
        HttpResponse<byte[]> blob = client.blob(image, config);
        assertThat(blob.statusCode()).isEqualTo(200);
        assertThat(Digest.of(blob.body())).hasToString(config);
        return manifest;
    }
}
