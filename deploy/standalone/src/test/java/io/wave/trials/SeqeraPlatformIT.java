package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.cluster.Cluster;
import io.wave.cluster.RegistryUploads;
import io.wave.cluster.ServiceProcess;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import io.wave.local.fake.PlatformStub;
import io.wave.local.server.DockerRegistry;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Seqera Platform that connects through registry-proxy, and its users, through registry-proxy too. */
class SeqeraPlatformIT {

    private static final String ENDPOINT = "https://platform.test/api";
    private static final String USER = "{\"user\":{\"id\":1,\"userName\":\"ann\",\"email\":\"ann@lab.test\"}}";

    @TempDir
    private Path folder;

    @Test
    void tokenOfThePlatformIdentifiesItsUser() throws Exception {
        try (DockerRegistry registry = DockerRegistry.start(Files.createDirectories(folder.resolve("registry")));
                Cluster cluster = Cluster.start(
                        Files.createDirectories(folder.resolve("cluster")),
                        Cluster.QUICK_START,
                        Map.of("wave.platform.endpoints", ENDPOINT, "wave.capabilities.anonymous-access", "false"))) {
            TestImage.busybox(TestImage.Family.OCI).push(new RegistryUploads(registry.host()), "test/busybox", "1");
            String image = registry.host() + "/test/busybox:1";
            ServiceProcess proxy = cluster.registryProxy();
            List.of(cluster.requestApi(), proxy).forEach(ServiceProcess::awaitReady);
            String url = "http://127.0.0.1:" + proxy.port();
            try (PlatformStub platform = new PlatformStub(
                    url,
                    ENDPOINT,
                    (uri, _) -> uri.equals(ENDPOINT + "/user-info")
                            ? new PlatformStub.Answer(200, USER)
                            : new PlatformStub.Answer(200, "{\"credentials\":[]}"))) {
                assertThat(platform.next().path("@type").asString()).isEqualTo("pairing-response");
                platform.send("{\"@type\":\"pairing-heartbeat\",\"msgId\":\"1\"}");
                assertThat(platform.next().path("@type").asString()).isEqualTo("pairing-heartbeat");
                assertThat(submit(cluster, image, "secret-of-ann").statusCode()).isEqualTo(200);
                assertThat(platform.tokens()).containsOnly("Bearer secret-of-ann");
            }
            HttpResponse<String> anonymous =
                    cluster.client().post("/v1alpha2/container", WaveClient.write(Map.of("containerImage", image)));
            assertThat(anonymous.statusCode()).as(anonymous.body()).isEqualTo(401);
            HttpResponse<String> late = submit(cluster, image, "another-token");
            assertThat(late.statusCode()).as(late.body()).isEqualTo(503);
            assertThat(late.body()).contains("the Platform is not connected to this service");
        }
    }

    private static HttpResponse<String> submit(Cluster cluster, String image, String token) {
        return cluster.client()
                .post(
                        "/v1alpha2/container",
                        WaveClient.write(
                                Map.of("containerImage", image, "towerAccessToken", token, "towerEndpoint", ENDPOINT)));
    }
}
