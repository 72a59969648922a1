package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The compression of layers, from the request to the manifest that engines pull. The base image has one gzip layer. */
@OnTestCluster
class CompressionIT {

    private static final String TABLE_OF_CONTENTS = "containerd.io/snapshot/stargz/toc.digest";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // mode | level | force | layer of the base image | layer of the build
                "-       | -  | -     | gzip    | gzip",
                "gzip    | 9  | -     | gzip    | gzip",
                "gzip    | 0  | true  | gzip    | gzip",
                "-       | 1  | false | gzip    | gzip",
                "zstd    | -  | -     | gzip    | zstd",
                "zstd    | 22 | false | gzip    | zstd",
                "zstd    | 0  | -     | gzip    | zstd",
                "zstd    | 3  | true  | zstd    | zstd",
                "estargz | -  | -     | estargz | estargz",
                "estargz | 9  | true  | estargz | estargz",
                "estargz | -  | false | gzip    | estargz",
            })
    void layersAreCompressedAsRequested(
            @Nullable String mode,
            @Nullable Integer level,
            @Nullable Boolean force,
            String base,
            String own,
            TestCluster cluster) {
        Map<String, @Nullable Object> compression = new HashMap<>();
        compression.put("mode", mode);
        compression.put("level", level);
        compression.put("force", force);
        JsonNode built = submit(cluster, cluster.baseImage(), compression);
        assumeBuildKit(cluster, built);
        assertThat(compressions(Images.assertPullable(cluster.client(), built))).containsExactly(base, own);
        JsonNode recorded = cluster.client()
                .getJson("/v1alpha1/builds/" + built.get("buildId").stringValue())
                .get("compression");
        assertThat(recorded.path("mode").stringValue(null)).isEqualTo(mode);
    }

    /** The layer of the same step is in the cache of the builder, compressed with another algorithm. */
    @Test
    void cachedStepsAreCompressedAsRequested(TestCluster cluster) {
        String step = "RUN echo %s > /cached".formatted(UUID.randomUUID());
        List<String> modes = new ArrayList<>();
        for (String mode : List.of("gzip", "zstd", "estargz", "gzip")) {
            String file = "FROM %s\n%s\nLABEL mode=%s-%d\n".formatted(cluster.baseImage(), step, mode, modes.size());
            JsonNode built = cluster.client()
                    .submit(Map.of("containerFile", WaveClient.base64(file), "buildCompression", Map.of("mode", mode)));
            assumeBuildKit(cluster, built);
            modes.add(
                    compressions(Images.assertPullable(cluster.client(), built)).getLast());
        }
        assertThat(modes).containsExactly("gzip", "zstd", "estargz", "gzip");
    }

    /** A freeze that only adds configuration is assembled, unless the compression requires a build. */
    @Test
    void frozenImagesAreCompressedAsRequested(TestCluster cluster) {
        JsonNode built = cluster.client()
                .submit(Map.of(
                        "containerImage",
                        cluster.baseImage(),
                        "freeze",
                        true,
                        "buildRepository",
                        cluster.servers().registry() + "/mine/estargz",
                        "containerConfig",
                        Map.of("env", List.of("FROZEN=1")),
                        "buildCompression",
                        Map.of("mode", "estargz")));
        assumeBuildKit(cluster, built);
        JsonNode frozen = cluster.client()
                .submit(Map.of("containerImage", built.get("targetImage").stringValue()));
        assertThat(compressions(Images.assertPullable(cluster.client(), frozen)))
                .containsOnly("estargz");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mode\":\"lz4\"}",
                "{\"mode\":\"zstd\",\"level\":23}",
                "{\"mode\":\"estargz\",\"level\":10}",
                "{\"level\":-1}",
                "{\"force\":\"always\"}"
            })
    void invalidCompressionsAreRejected(String compression, TestCluster cluster) {
        var response = cluster.client()
                .post(
                        "/v1alpha2/container",
                        "{\"containerFile\":\"%s\",\"buildCompression\":%s}"
                                .formatted(WaveClient.base64("FROM scratch\n"), compression));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).contains("buildCompression.");
    }

    @Test
    void aBaseImageOfAnotherPlatformFailsTheBuild(TestCluster cluster) {
        TestImage.busybox(TestImage.Family.OCI)
                .on("arm64")
                .push(cluster.servers().uploads(), "trial/foreign", "1");
        String file = "FROM %s/trial/foreign:1\nLABEL a=%s\n"
                .formatted(cluster.servers().registry(), UUID.randomUUID());
        JsonNode status = cluster.awaitDone(cluster.client().submitBuild(file));
        assertThat(status.get("succeeded").booleanValue()).isFalse();
        assertThat(status.get("reason").stringValue())
                .startsWith("build failed: ")
                .contains("linux/arm64", "linux/amd64");
    }

    private static JsonNode submit(TestCluster cluster, String base, Map<String, @Nullable Object> compression) {
        String file = "FROM %s\nRUN echo %s > /built\n".formatted(base, UUID.randomUUID());
        return cluster.client()
                .submit(Map.of("containerFile", WaveClient.base64(file), "buildCompression", compression));
    }

    /** Waits for the end of the build; the test is skipped if the workers build with buildah and say so. */
    private static void assumeBuildKit(TestCluster cluster, JsonNode built) {
        JsonNode status = cluster.awaitDone(built);
        String reason = status.path("reason").stringValue("");
        assumeThat(reason).as("builds use BuildKit").doesNotContain("requires BuildKit");
        assertThat(status.get("succeeded").booleanValue()).as(reason).isTrue();
    }

    private static List<String> compressions(JsonNode manifest) {
        return manifest.get("layers")
                .valueStream()
                .map(CompressionIT::compression)
                .toList();
    }

    private static String compression(JsonNode layer) {
        if (layer.path("annotations").has(TABLE_OF_CONTENTS)) {
            return "estargz";
        }
        String type = layer.get("mediaType").stringValue();
        return type.endsWith("+zstd") ? "zstd" : type.endsWith("gzip") ? "gzip" : type;
    }
}
