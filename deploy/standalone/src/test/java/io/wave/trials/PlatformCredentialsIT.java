package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.cluster.Cluster;
import io.wave.cluster.RegistryUploads;
import io.wave.cluster.ServiceProcess;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import io.wave.local.fake.PlatformKeys;
import io.wave.local.fake.PlatformStub;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.local.scan.SampleDatabase;
import io.wave.local.server.DockerRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/**
 * Two users of a Seqera Platform: Ann keeps credentials there for two registries that require a login, Ben keeps none. All services and
 * their tools are real.
 */
class PlatformCredentialsIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(4);
    private static final String ENDPOINT = "https://platform.test/api";
    private static final String OTHER_ENDPOINT = "https://platform.example/api";
    private static final String ANN = "token-of-ann";
    private static final String BEN = "token-of-ben";
    private static final String PASSWORD = "a secret: with /+ odd=chars";
    private static final String HTPASSWD = "user:$2b$05$abcdefghijklmnopqrstuuLk9PsWWsdHMJYBsDB08UaKt.SjTQ6Ne\n";

    private static final String SECRET_KEY = "secret-key-of-ann";
    /** A name of the registry, where it is one of AWS. */
    private static final String ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    private static final ScriptedRegistry AWS = ScriptedRegistry.start();

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static DockerRegistry registry;

    /** An image is not mirrored within a registry. */
    @SuppressWarnings("NullAway.Init") // set before all tests
    private static DockerRegistry copies;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Cluster cluster;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ServiceProcess proxy;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static PlatformStub platform;

    private static volatile String publicKey = "";

    @BeforeAll
    static void start() throws Exception {
        Path images = Files.createDirectories(folder.resolve("registry"));
        try (DockerRegistry open = DockerRegistry.start(images)) {
            TestImage busybox = TestImage.busybox(TestImage.Family.OCI);
            RegistryUploads uploads = new RegistryUploads(open.host());
            busybox.push(uploads, "private/busybox", "1");
            busybox.push(uploads, "private/unread", "1");
        }
        registry = DockerRegistry.startProtected(images, HTPASSWD);
        copies = DockerRegistry.startProtected(Files.createDirectories(folder.resolve("copies")), HTPASSWD);
        Instant now = Instant.now();
        SampleDatabase.write(folder.resolve("trivy/db"), now, now.plus(Duration.ofDays(1)));
        cluster = Cluster.start(
                Files.createDirectories(folder.resolve("cluster")),
                Cluster.QUICK_START,
                Map.of(
                        "wave.platform.endpoints",
                        ENDPOINT + "," + OTHER_ENDPOINT,
                        "wave.scan.enabled",
                        "true",
                        "wave.registries[%s].endpoint".formatted(ECR),
                        "http://" + registry.host(),
                        "wave.aws.endpoint",
                        "http://" + AWS.host()));
        AWS.on("/", ScriptedAnswer.content("application/x-amz-json-1.1", loginOfAws()));
        proxy = cluster.registryProxy();
        Stream.of(
                        cluster.requestApi(),
                        proxy,
                        cluster.buildOrchestrator("builder", Map.of()),
                        cluster.mirrorWorker("mirrors", Map.of()),
                        cluster.scanWorker(
                                "scanner",
                                Map.of(
                                        "wave.scan.database.folder",
                                        folder.resolve("trivy").toString(),
                                        "wave.scan.database.repositories",
                                        "",
                                        "wave.scan.database.java-repositories",
                                        "")))
                .forEach(ServiceProcess::awaitReady);
        platform = new PlatformStub(
                proxy.address().toString(), ENDPOINT, (uri, auth) -> new PlatformStub.Answer(200, answer(uri, auth)));
        publicKey = platform.next().path("publicKey").asString();
    }

    @AfterAll
    static void stop() {
        platform.close();
        cluster.close();
        copies.close();
        registry.close();
        AWS.close();
    }

    private static byte[] loginOfAws() {
        String login = Base64.getEncoder().encodeToString(("user:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        long end = Instant.now().plus(Duration.ofHours(1)).getEpochSecond();
        return WaveClient.write(
                        Map.of("authorizationData", List.of(Map.of("authorizationToken", login, "expiresAt", end))))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String answer(String uri, String auth) {
        boolean isAnn = auth.equals("Bearer " + ANN);
        String path = uri.substring(ENDPOINT.length());
        if (path.equals("/user-info")) {
            return "{\"user\":{\"id\":%d}}".formatted(isAnn ? 1 : 2);
        }
        if (path.contains("/keys?")) {
            String keys = path.startsWith("/credentials/c3/")
                    ? "{\"discriminator\":\"aws\",\"accessKey\":\"AKIAIOSFODNN7EXAMPLE\",\"secretKey\":\"%s\"}"
                            .formatted(SECRET_KEY)
                    : "{\"discriminator\":\"container-reg\",\"userName\":\"user\",\"password\":\"%s\"}"
                            .formatted(PASSWORD);
            return WaveClient.write(Map.of("keys", PlatformKeys.encrypt(publicKey, keys)));
        }
        return WaveClient.write(Map.of(
                "credentials",
                isAnn
                        ? List.of(
                                credential("c1", registry),
                                credential("c2", copies),
                                Map.of("id", "c3", "provider", "aws"))
                        : List.of()));
    }

    private static Map<String, Object> credential(String id, DockerRegistry login) {
        return Map.of("id", id, "provider", "container-reg", "keys", Map.of("registry", login.host()));
    }

    /** Through registry-proxy. Its users are known while it is connected. */
    @Test
    void platformConnectsAndDisconnects() throws Exception {
        Map<String, Object> request = Map.of("containerImage", copies.host() + "/open/busybox:1");
        try (PlatformStub other = new PlatformStub(
                proxy.address().toString(),
                OTHER_ENDPOINT,
                (uri, auth) -> new PlatformStub.Answer(200, answer(uri.replace(OTHER_ENDPOINT, ENDPOINT), auth)))) {
            assertThat(other.next().path("@type").asString()).isEqualTo("pairing-response");
            other.send("{\"@type\":\"pairing-heartbeat\",\"msgId\":\"1\"}");
            assertThat(other.next().path("@type").asString()).isEqualTo("pairing-heartbeat");
            assertThat(submit(BEN, OTHER_ENDPOINT, request).statusCode()).isEqualTo(400);
            assertThat(other.tokens()).isNotEmpty().containsOnly("Bearer " + BEN);
        }
        HttpResponse<String> late = submit("another-token", OTHER_ENDPOINT, request);
        assertThat(late.statusCode()).as(late.body()).isEqualTo(503);
        assertThat(late.body()).contains("the Platform is not connected to this service");
    }

    @Test
    void imageIsPulledByItsUserOnly() {
        Map<String, Object> request = Map.of("containerImage", base());
        assertRefused(request);
        JsonNode served = accepted(ANN, request);
        JsonNode manifest = Images.assertPullable(cluster.client(), served);
        String image = served.get("targetImage").stringValue();
        HttpResponse<byte[]> layer =
                cluster.client().blob(image, manifest.at("/layers/0/digest").stringValue());
        assertThat(layer.statusCode()).isEqualTo(200);
    }

    /**
     * What is built from the image is in a repository that callers share, and only for those who can read the image. Until somebody
     * has read it with credentials, it is not looked up when a request arrives: builds of others fail, apart from those of its users.
     */
    @Test
    void imageIsBuiltUponByItsUserOnly() throws IOException {
        Map<String, Object> request =
                containerFile("FROM %s/private/unread:1\nRUN echo built > /built\n".formatted(registry.host()));
        JsonNode others = accepted("", request);
        JsonNode end = cluster.client().awaitDone(others, TIMEOUT);
        assertThat(end.get("succeeded").booleanValue()).as(end::toString).isFalse();
        assertThat(end.get("reason").stringValue()).contains("private/unread:1");
        JsonNode build = accepted(ANN, request);
        assertThat(build.get("containerImage")).isNotEqualTo(others.get("containerImage"));
        assertSucceeds(build);
        Images.assertPullable(cluster.client(), build);
        assertThat(accepted(ANN, request).get("cached").booleanValue()).isTrue();
        assertRefused(request);
        String built = build.get("containerImage").stringValue();
        Map<String, Object> extended = Map.of("containerImage", built);
        Map<String, Object> again = containerFile("FROM %s\nLABEL again=1\n".formatted(built));
        assertRefused(extended);
        assertRefused(again);
        Images.assertPullable(cluster.client(), accepted(ANN, extended));
        assertSucceeds(accepted(ANN, again));
        assertNowhere();
    }

    /** Pulled, built, pushed and scanned with these credentials. */
    @Test
    void imageIsFrozenAndScannedInTheRepositoryOfItsUser() throws IOException {
        Map<String, Object> request =
                new HashMap<>(containerFile("FROM %s\nRUN echo frozen > /frozen\n".formatted(base())));
        request.putAll(
                Map.of("freeze", true, "buildRepository", registry.host() + "/private/frozen", "scanMode", "async"));
        assertRefused(request);
        JsonNode build = accepted(ANN, request);
        assertSucceeds(build);
        String frozen = build.get("containerImage").stringValue();
        assertThat(frozen).startsWith(registry.host() + "/private/frozen");
        assertScanned(build);
        Images.assertPullable(cluster.client(), accepted(ANN, Map.of("containerImage", frozen)));
        assertRefused(Map.of("containerImage", frozen));
        assertNowhere();
    }

    @Test
    void imageIsMirroredAndScannedByItsUserOnly() throws IOException {
        Map<String, Object> request = Map.of(
                "containerImage",
                base(),
                "mirror",
                true,
                "buildRepository",
                copies.host() + "/copies",
                "scanMode",
                "async");
        assertRefused(request);
        JsonNode mirror = accepted(ANN, request);
        assertSucceeds(mirror);
        assertScanned(mirror);
        String copy = mirror.get("containerImage").stringValue();
        Images.assertPullable(cluster.client(), accepted(ANN, Map.of("containerImage", copy)));
        assertRefused(Map.of("containerImage", copy));
        assertNowhere();
    }

    /** With a login that AWS gives out for the access key of the user. */
    @Test
    void imageOfAwsIsBuiltUponAndMirroredByItsUserOnly() throws IOException {
        String image = ECR + "/private/busybox:1";
        Map<String, Object> file = containerFile("FROM %s\nRUN echo aws > /aws\n".formatted(image));
        Map<String, Object> copied =
                Map.of("containerImage", image, "mirror", true, "buildRepository", copies.host() + "/aws");
        JsonNode build = accepted(ANN, file);
        JsonNode mirror = accepted(ANN, copied);
        assertSucceeds(build);
        assertSucceeds(mirror);
        Images.assertPullable(cluster.client(), build);
        Images.assertPullable(cluster.client(), accepted(ANN, Map.of("containerImage", image)));
        assertRefused(file);
        assertRefused(copied);
        assertNowhere();
    }

    private static String base() {
        return registry.host() + "/private/busybox:1";
    }

    private static Map<String, Object> containerFile(String text) {
        return Map.of("containerFile", WaveClient.base64(text));
    }

    private static void assertRefused(Map<String, Object> request) {
        for (String other : List.of(BEN, "")) {
            HttpResponse<String> refused = submit(other, request);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        }
    }

    private static JsonNode accepted(String token, Map<String, Object> request) {
        HttpResponse<String> response = submit(token, request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return WaveClient.json(response);
    }

    private static HttpResponse<String> submit(String token, Map<String, Object> request) {
        return submit(token, ENDPOINT, request);
    }

    private static HttpResponse<String> submit(String token, String endpoint, Map<String, Object> request) {
        Map<String, Object> body = new HashMap<>(request);
        if (!token.isEmpty()) {
            body.put("towerAccessToken", token);
            body.put("towerEndpoint", endpoint);
        }
        return cluster.client().post("/v1alpha2/container", WaveClient.write(body));
    }

    private static void assertSucceeds(JsonNode job) {
        JsonNode end = cluster.client().awaitDone(job, TIMEOUT);
        assertThat(end.get("succeeded").booleanValue()).as(end::toString).isTrue();
    }

    /** The scan is for its user only. */
    private static void assertScanned(JsonNode job) {
        String scan = "/v1alpha1/scans/" + job.get("scanId").stringValue();
        JsonNode end = await("the end of the scan")
                .atMost(TIMEOUT)
                .until(
                        () -> WaveClient.json(read(ANN, scan)),
                        found -> !found.get("status").stringValue().equals("PENDING"));
        assertThat(end.get("status").stringValue()).as(end::toString).isEqualTo("SUCCEEDED");
        for (String path : List.of(scan, scan + "/logs", scan + "/report", scan + "/spdx", scan + "/cyclonedx")) {
            assertThat(read(ANN, path).statusCode()).isEqualTo(200);
            assertThat(read(BEN, path).statusCode()).isEqualTo(403);
            assertThat(cluster.client().get(path).statusCode()).isEqualTo(401);
        }
    }

    private static HttpResponse<String> read(String token, String path) {
        return cluster.client().get(path + "?towerEndpoint=" + ENDPOINT, Map.of("Authorization", "Bearer " + token));
    }

    /** Not in rows, messages, Redis, logs, objects, what jobs have left, and command lines. */
    private static void assertNowhere() throws IOException {
        String basic = Base64.getEncoder().encodeToString(("user:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        List<String> secrets = List.of(PASSWORD, basic, ANN, SECRET_KEY);
        try (Stream<Path> files = Files.walk(folder.resolve("cluster"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(Files::isReadable)
                            .filter(file -> contains(text(file), secrets)))
                    .isEmpty();
        }
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> contains(line, secrets)))
                .isEmpty();
    }

    private static boolean contains(String text, List<String> secrets) {
        return secrets.stream().anyMatch(text::contains);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException removed) {
            return "";
        }
    }
}
