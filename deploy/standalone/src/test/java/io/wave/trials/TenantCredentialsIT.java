package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.cluster.Cluster;
import io.wave.cluster.RegistryUploads;
import io.wave.cluster.ServiceProcess;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import io.wave.local.server.DockerRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Users with registry credentials of their own, and a registry that requires a login. */
class TenantCredentialsIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(4);
    private static final String PASSWORD = "a secret: with /+ odd=chars";
    private static final String HTPASSWD = "user:$2b$05$abcdefghijklmnopqrstuuLk9PsWWsdHMJYBsDB08UaKt.SjTQ6Ne\n";
    private static final String ALICE = "wave_token-of-alice-with-credentials";
    private static final String CAROL = "wave_token-of-carol-with-a-registry";
    private static final String BOB = "wave_token-of-bob-without-credentials";

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static DockerRegistry registry;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        Path images = Files.createDirectories(folder.resolve("registry"));
        try (DockerRegistry open = DockerRegistry.start(images)) {
            TestImage.busybox(TestImage.Family.OCI).push(new RegistryUploads(open.host()), "private/busybox", "1");
        }
        registry = DockerRegistry.startProtected(images, HTPASSWD);
        String credentials = "wave.tokens.static.alice.credentials[%s]".formatted(registry.host());
        String operators = "wave.registries[%s/private]".formatted(registry.host());
        cluster = Cluster.start(
                Files.createDirectories(folder.resolve("cluster")),
                Cluster.QUICK_START,
                Map.ofEntries(
                        Map.entry("wave.tokens.static.alice.secret", "{noop}" + ALICE),
                        Map.entry(credentials + ".username", "user"),
                        Map.entry(credentials + ".password", PASSWORD),
                        Map.entry("wave.tokens.static.bob.secret", "{noop}" + BOB),
                        Map.entry("wave.tokens.static.carol.secret", "{noop}" + CAROL),
                        Map.entry("wave.tokens.static.carol.registries", registry.host() + "/private"),
                        Map.entry(operators + ".username", "user"),
                        Map.entry(operators + ".password", PASSWORD),
                        Map.entry(operators + ".callers", "none")));
        Stream.of(cluster.requestApi(), cluster.registryProxy(), cluster.buildOrchestrator("builder", Map.of()))
                .forEach(ServiceProcess::awaitReady);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        registry.close();
    }

    @Test
    void imageIsExtendedByItsUserOnly() {
        Map<String, Object> request =
                Map.of("containerImage", base(), "containerConfig", Map.of("env", new String[] {"ADDED=1"}));
        Images.assertPullable(cluster.client(), accepted(ALICE, request));
        for (String other : List.of(BOB, "")) {
            HttpResponse<String> refused = submit(other, request);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
            assertThat(refused.body()).contains("does not exist, or access is denied");
        }
    }

    /** The built image is in a repository that everyone may read through the service, its base image is not. */
    @Test
    void imageThatWasBuiltFromItIsNotSharedWithOthers() throws IOException {
        Map<String, Object> request =
                Map.of("containerFile", WaveClient.base64("FROM %s\nRUN echo built > /built\n".formatted(base())));
        JsonNode build = accepted(ALICE, request);
        assertSucceeds(build);
        Images.assertPullable(cluster.client(), build);
        assertThat(accepted(ALICE, request).get("cached").booleanValue()).isTrue();
        for (String other : List.of(BOB, "")) {
            HttpResponse<String> refused = submit(other, request);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
            assertThat(refused.body())
                    .contains("containerFile: base image '%s' does not exist, or access is denied".formatted(base()));
        }
        assertThatThePasswordIsNowhere();
        assertUsedByItsReadersOnly(build.get("containerImage").stringValue());
    }

    private static void assertUsedByItsReadersOnly(String image) {
        Map<String, Object> extended = Map.of("containerImage", image);
        Map<String, Object> base = Map.of("containerFile", WaveClient.base64("FROM %s\nRUN true\n".formatted(image)));
        for (String other : List.of(BOB, "")) {
            for (Map<String, Object> request : List.of(extended, base)) {
                HttpResponse<String> refused = submit(other, request);
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
                assertThat(refused.body()).contains("access denied");
            }
        }
        for (String reader : List.of(ALICE, CAROL)) {
            Images.assertPullable(cluster.client(), accepted(reader, extended));
        }
    }

    @Test
    void imageIsPushedWithTheCredentialsOfItsUserOnly() {
        Map<String, Object> request = Map.of(
                "containerFile",
                WaveClient.base64("FROM %s\nLABEL pushed=1\n".formatted(base())),
                "buildRepository",
                registry.host() + "/private/built");
        JsonNode build = accepted(ALICE, request);
        assertSucceeds(build);
        assertThat(build.get("containerImage").stringValue()).startsWith(registry.host() + "/private/built");
        HttpResponse<String> refused = submit(BOB, request);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    }

    /** Carol has no password, but the operator lets her use the one of the service in this registry. */
    @Test
    void theOperatorsCredentialsAreUsedForThoseWhoseTokenNamesTheRegistry() {
        Map<String, Object> request = Map.of(
                "containerFile",
                WaveClient.base64("FROM %s\nLABEL pushed=2\n".formatted(base())),
                "buildRepository",
                registry.host() + "/private/granted");
        HttpResponse<String> refused = submit(BOB, request);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        JsonNode build = accepted(CAROL, request);
        assertSucceeds(build);
        Images.assertPullable(cluster.client(), accepted(CAROL, Map.of("containerImage", base())));
    }

    private static String base() {
        return registry.host() + "/private/busybox:1";
    }

    private static HttpResponse<String> submit(String token, Map<String, Object> request) {
        Map<String, Object> body = new HashMap<>(request);
        if (!token.isEmpty()) {
            body.put("towerAccessToken", token);
        }
        return cluster.client().post("/v1alpha2/container", WaveClient.write(body));
    }

    private static JsonNode accepted(String token, Map<String, Object> request) {
        HttpResponse<String> response = submit(token, request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return WaveClient.json(response);
    }

    private static void assertSucceeds(JsonNode build) {
        JsonNode end = cluster.client().awaitDone(build, TIMEOUT);
        assertThat(end.get("succeeded").booleanValue()).as(end::toString).isTrue();
    }

    /** Rows, messages, Redis, logs, objects and what a build has left; only the configuration of the services has it. */
    private static void assertThatThePasswordIsNowhere() throws IOException {
        String basic = Base64.getEncoder().encodeToString(("user:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> !path.getFileName().toString().endsWith(".properties"))
                    .toList()) {
                String text = Files.isReadable(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
                if (text.contains(PASSWORD) || text.contains(basic) || text.contains(ALICE)) {
                    found.add(file.toString());
                }
            }
        }
        assertThat(found).isEmpty();
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.contains(PASSWORD) || line.contains(basic) || line.contains(ALICE)))
                .isEmpty();
    }
}
