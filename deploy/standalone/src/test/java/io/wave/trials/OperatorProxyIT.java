package io.wave.trials;

import static io.wave.trials.TestCluster.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wave.cluster.Cluster;
import io.wave.cluster.ServiceProcess;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import io.wave.local.fake.LoginProxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A worker that reaches the world through the operator's proxy, which requires a login. */
class OperatorProxyIT {

    private static final String PASSWORD = "password-of-the-proxy";

    @Test
    void stepsUseItWithoutKnowingItsPassword(@TempDir Path folder) throws Exception {
        try (LoginProxy proxy = LoginProxy.start("operator:" + PASSWORD);
                Cluster cluster = Cluster.start(
                        Files.createDirectories(folder.resolve("cluster")),
                        Cluster.QUICK_START,
                        Map.of("wave.build.network", "bridge"))) {
            // Given
            String url = "http://operator:%s@127.0.0.1:%d".formatted(PASSWORD, proxy.port());
            ServiceProcess worker = cluster.buildOrchestrator(
                    "builder", Map.of(), Map.of("HTTP_PROXY", url, "HTTPS_PROXY", url, "NO_PROXY", ""));
            Stream.of(cluster.requestApi(), cluster.registryProxy(), worker).forEach(ServiceProcess::awaitReady);
            assumeThat(worker.process().log()).as("builds use BuildKit").doesNotContain("Builds use buildah");
            TestImage.busybox(TestImage.Family.OCI).push(cluster.servers().uploads(), "trial/busybox", "1");
            String registry = cluster.servers().registry();
            WaveClient client = cluster.client();
            // When
            JsonNode build = client.submitBuild("""
                    FROM %s/trial/busybox:1
                    RUN env && wget -q -O /reached http://%s/v2/
                    """.formatted(registry, registry));
            JsonNode end = client.awaitDone(build, TIMEOUT);
            // Then
            assertThat(end.get("succeeded").booleanValue()).as(end::toString).isTrue();
            assertThat(proxy.targets()).contains(registry);
            JsonNode manifest = Images.assertPullable(client, build);
            String image = build.get("targetImage").stringValue();
            String config = new String(
                    client.blob(image, manifest.get("config").get("digest").stringValue())
                            .body(),
                    StandardCharsets.UTF_8);
            String log = client.get("/v1alpha1/builds/" + build.get("buildId").stringValue() + "/logs")
                    .body();
            assertThat(log).contains("http_proxy=http://").doesNotContain(PASSWORD);
            assertThat(config)
                    .contains("wget")
                    .doesNotContainIgnoringCase("http_proxy")
                    .doesNotContain(PASSWORD);
            cluster.logs().values().forEach(text -> assertThat(text).doesNotContain(PASSWORD));
        }
    }
}
