package io.wave.trials;

import static io.wave.trials.TestCluster.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.wave.cluster.Cluster;
import io.wave.cluster.RegistryUploads;
import io.wave.cluster.ServiceProcess;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import io.wave.local.fake.TestAuthority;
import io.wave.local.server.DockerRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A registry whose certificate is of the operator's own authority, with the services as processes. */
class PrivateAuthorityIT {

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static DockerRegistry registry;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        TestAuthority authority = TestAuthority.create(folder);
        Path images = Files.createDirectories(folder.resolve("registry"));
        try (DockerRegistry plain = DockerRegistry.start(images)) {
            TestImage.busybox(TestImage.Family.OCI).push(new RegistryUploads(plain.host()), "private/busybox", "1");
        }
        registry = DockerRegistry.startSecure(images, authority.serverCertificate(), authority.serverKey());
        cluster = Cluster.start(
                Files.createDirectories(folder.resolve("cluster")),
                Cluster.QUICK_START,
                Map.of(
                        "wave.security.ca-bundle",
                        authority.certificate().toString(),
                        "wave.registries[%s].endpoint".formatted(registry.host()),
                        "https://" + registry.host(),
                        "wave.build.network",
                        "bridge"));
        Stream.of(cluster.requestApi(), cluster.registryProxy(), cluster.buildOrchestrator("builder", Map.of()))
                .forEach(ServiceProcess::awaitReady);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        registry.close();
    }

    @Test
    void anImageIsExtendedAndPulled() {
        WaveClient client = cluster.client();
        JsonNode extended = client.submit(Map.of(
                "containerImage",
                registry.host() + "/private/busybox:1",
                "containerConfig",
                Map.of("env", new String[] {"ADDED=1"})));
        Images.assertPullable(client, extended);
    }

    @Test
    void anImageIsBuiltFromItAndPushedToIt() {
        WaveClient client = cluster.client();
        String file = "FROM %s/private/busybox:1\nRUN echo built > /built\n".formatted(registry.host());
        JsonNode build = client.submit(Map.of(
                "containerFile",
                Base64.getEncoder().encodeToString(file.getBytes(StandardCharsets.UTF_8)),
                "buildRepository",
                registry.host() + "/private/built"));
        JsonNode end = client.awaitDone(build, TIMEOUT);
        assertThat(end.get("succeeded").booleanValue()).as(end::toString).isTrue();
        assertThat(build.get("containerImage").stringValue()).startsWith(registry.host() + "/private/built");
        Images.assertPullable(client, build);
    }
}
