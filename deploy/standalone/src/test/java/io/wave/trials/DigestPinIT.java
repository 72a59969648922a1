package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import io.wave.image.Digest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The digest that a request is answered with is the one that both proxies serve. */
@OnTestCluster
class DigestPinIT {

    @ParameterizedTest
    @EnumSource
    void extendedImageIsServedUnderDigestInItsName(TestImage.Family family, TestCluster cluster) {
        JsonNode answer = PinnedImages.extend(cluster, PinnedImages.image(cluster, family));
        String target = answer.get("targetImage").stringValue();

        assertThat(target).endsWith("@" + answer.get("digest").stringValue());
        Images.assertPullable(cluster.client(), target);
        Images.assertPullable(cluster.otherClient(), target);
        assertThat(cluster.client().headManifest(target).statusCode()).isEqualTo(200);
    }

    @Test
    void indexAndItsImagesAreServedByDigest(TestCluster cluster) {
        JsonNode answer = PinnedImages.extend(cluster, PinnedImages.index(cluster));
        String target = answer.get("targetImage").stringValue();

        HttpResponse<byte[]> index = cluster.otherClient().manifest(target);
        assertThat(Digest.of(index.body())).hasToString(answer.get("digest").stringValue());
        JsonNode entries = WaveClient.parse(new String(index.body(), StandardCharsets.UTF_8))
                .get("manifests");
        assertThat(entries.size()).isEqualTo(2);
        for (JsonNode entry : entries) {
            String child = target.substring(0, target.indexOf('@') + 1)
                    + entry.get("digest").stringValue();
            JsonNode manifest = Images.assertPullable(cluster.client(), child);
            String layer = manifest.get("layers")
                    .get(manifest.get("layers").size() - 1)
                    .get("digest")
                    .stringValue();
            assertThat(cluster.client().blob(child, layer).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void responseForTagHasDigestOfPull(TestCluster cluster) {
        JsonNode answer = PinnedImages.extend(cluster, cluster.baseImage());

        HttpResponse<byte[]> manifest =
                cluster.client().manifest(answer.get("targetImage").stringValue());

        assertThat(answer.get("targetImage").stringValue()).endsWith("/trial/busybox:1");
        assertThat(manifest.headers().firstValue("Docker-Content-Digest"))
                .hasValue(answer.get("digest").stringValue());
    }

    @Test
    void existingBuildHasDigest(TestCluster cluster) {
        String file = "FROM %s\nENV PINNED=1\n".formatted(cluster.baseImage());
        cluster.awaitDone(cluster.client().submitBuild(file));

        JsonNode again = cluster.client().submitBuild(file);

        assertThat(again.get("cached").booleanValue()).isTrue();
        assertThat(cluster.client()
                        .manifest(again.get("targetImage").stringValue())
                        .headers()
                        .firstValue("Docker-Content-Digest"))
                .hasValue(again.get("digest").stringValue());
    }

    @Test
    void layersOfIncludedImagesAreServed(TestCluster cluster) {
        JsonNode answer = cluster.client()
                .submit(Map.of(
                        "containerImage",
                        PinnedImages.image(cluster, TestImage.Family.OCI),
                        "containerIncludes",
                        List.of(cluster.servers().registry() + "/trial/busybox:docker")));
        String target = answer.get("targetImage").stringValue();

        JsonNode layers = Images.assertPullable(cluster.client(), target).get("layers");

        assertThat(layers.size()).isEqualTo(2);
        String included = layers.get(1).get("digest").stringValue();
        assertThat(Digest.of(cluster.client().blob(target, included).body())).hasToString(included);
    }
}
