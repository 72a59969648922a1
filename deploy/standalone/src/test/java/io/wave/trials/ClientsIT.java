package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.wave.cluster.Command.Result;
import io.wave.cluster.TarLayer;
import io.wave.cluster.TestImage;
import io.wave.cluster.client.ClientKind;
import io.wave.cluster.client.PullClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The container clients people use pull what is augmented and what is built. */
@OnTestCluster
class ClientsIT {

    private static final Duration LIMIT = Duration.ofMinutes(4);

    @ParameterizedTest
    @EnumSource
    void pullsAugmentedAndBuiltImages(ClientKind kind, TestCluster cluster, @TempDir Path folder) {
        try (PullClient client = kind.start(folder).orElseGet(() -> abort(kind.reasonOfAbsence()))) {
            pulls(client, augmented(cluster, "1"));
            pulls(client, augmented(cluster, "docker"));
            pulls(
                    client,
                    cluster.client()
                            .submitBuild("FROM %s\nRUN echo %s > /client\n".formatted(cluster.baseImage(), kind)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void pullsByTheDigestOfWhatIsServed(ClientKind kind, TestCluster cluster, @TempDir Path folder) {
        try (PullClient client = kind.start(folder).orElseGet(() -> abort(kind.reasonOfAbsence()))) {
            pulls(client, PinnedImages.extend(cluster, PinnedImages.image(cluster, TestImage.Family.OCI)));
            pulls(client, PinnedImages.extend(cluster, PinnedImages.image(cluster, TestImage.Family.DOCKER)));
            pulls(client, PinnedImages.extend(cluster, PinnedImages.index(cluster)));
        }
    }

    private static JsonNode augmented(TestCluster cluster, String tag) {
        Map<String, ?> configuration = Map.of(
                "env", List.of("TRIAL=1"),
                "layers",
                        List.of(TarLayer.ofFiles(Map.of("trial/file", "content\n"))
                                .inline()));
        String image = cluster.servers().registry() + "/trial/busybox:" + tag;
        return cluster.client().submit(Map.of("containerImage", image, "containerConfig", configuration));
    }

    private static void pulls(PullClient client, JsonNode submitted) {
        Result result = client.pull(submitted.get("targetImage").stringValue(), LIMIT);
        assertThat(result.exitCode()).as(result::output).isZero();
    }
}
