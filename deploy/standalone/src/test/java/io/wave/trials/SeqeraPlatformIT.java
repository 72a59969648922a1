package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.cluster.Cluster;
import io.wave.cluster.RegistryUploads;
import io.wave.cluster.ServiceProcess;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import io.wave.local.fake.PlatformKeys;
import io.wave.local.fake.PlatformStub;
import io.wave.local.server.DockerRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A Seqera Platform that connects through registry-proxy, and its users, through registry-proxy too. */
class SeqeraPlatformIT {

    private static final String ENDPOINT = "https://platform.test/api";
    private static final String PASSWORD = "a secret: with /+ odd=chars";
    private static final String HTPASSWD = "user:$2b$05$abcdefghijklmnopqrstuuLk9PsWWsdHMJYBsDB08UaKt.SjTQ6Ne\n";
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

    /** Ann keeps credentials in the Platform, Ben none. */
    @Test
    void privateImageIsPulledWithTheCredentialsOfItsUser() throws Exception {
        Path images = Files.createDirectories(folder.resolve("private"));
        try (DockerRegistry open = DockerRegistry.start(images)) {
            TestImage.busybox(TestImage.Family.OCI).push(new RegistryUploads(open.host()), "private/busybox", "1");
        }
        try (DockerRegistry registry = DockerRegistry.startProtected(images, HTPASSWD);
                Cluster cluster = Cluster.start(
                        Files.createDirectories(folder.resolve("cluster")),
                        Cluster.QUICK_START,
                        Map.of("wave.platform.endpoints", ENDPOINT))) {
            ServiceProcess proxy = cluster.registryProxy();
            List.of(cluster.requestApi(), proxy).forEach(ServiceProcess::awaitReady);
            AtomicReference<String> key = new AtomicReference<>("");
            try (PlatformStub platform = new PlatformStub(
                    "http://127.0.0.1:" + proxy.port(),
                    ENDPOINT,
                    (uri, auth) -> new PlatformStub.Answer(200, answer(registry, key.get(), uri, auth)))) {
                key.set(platform.next().path("publicKey").asString());
                String image = registry.host() + "/private/busybox:1";
                for (String other : List.of("token-of-ben", "")) {
                    HttpResponse<String> refused = submit(cluster, image, other);
                    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
                    assertThat(refused.body()).contains("does not exist, or access is denied");
                }
                HttpResponse<String> accepted = submit(cluster, image, "token-of-ann");
                assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(200);
                String served = WaveClient.json(accepted).get("targetImage").stringValue();
                JsonNode manifest = Images.assertPullable(cluster.client(), served);
                HttpResponse<byte[]> layer = cluster.client()
                        .blob(served, manifest.at("/layers/0/digest").stringValue());
                assertThat(layer.statusCode()).isEqualTo(200);
                assertNowhere(PASSWORD, "token-of-ann");
            }
        }
    }

    private static String answer(DockerRegistry registry, String publicKey, String uri, String auth) {
        boolean isAnn = auth.equals("Bearer token-of-ann");
        String path = uri.substring(ENDPOINT.length());
        if (path.equals("/user-info")) {
            return isAnn ? USER : "{\"user\":{\"id\":2,\"userName\":\"ben\"}}";
        }
        if (path.startsWith("/credentials/c1/keys?")) {
            String keys = "{\"discriminator\":\"container-reg\",\"userName\":\"user\",\"password\":\"%s\"}"
                    .formatted(PASSWORD);
            return WaveClient.write(Map.of("keys", PlatformKeys.encrypt(publicKey, keys)));
        }
        return isAnn
                ? "{\"credentials\":[{\"id\":\"c1\",\"provider\":\"container-reg\",\"keys\":{\"registry\":\"%s\"}}]}"
                        .formatted(registry.host())
                : "{\"credentials\":[]}";
    }

    /** In files of PostgreSQL, Redis and Kafka, logs and objects. */
    private void assertNowhere(String... secrets) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cluster"))) {
            for (Path file :
                    files.filter(Files::isRegularFile).filter(Files::isReadable).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secrets);
            }
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
