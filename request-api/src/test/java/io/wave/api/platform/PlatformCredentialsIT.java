package io.wave.api.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.api.Replicas;
import io.wave.api.access.ImageAccess;
import io.wave.api.access.UploadedImage;
import io.wave.api.build.BuildService;
import io.wave.api.build.SentCommands;
import io.wave.api.mirror.MirrorService;
import io.wave.api.scan.Scan;
import io.wave.api.scan.ScanOrigin;
import io.wave.api.scan.ScanWork;
import io.wave.api.security.caller.Caller;
import io.wave.build.BuildId;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.local.IntegrationTest;
import io.wave.local.fake.PlatformKeys;
import io.wave.local.fake.PlatformStub;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.server.DockerRegistry;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.UserLogins;
import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Registry credentials that users keep in their Platform, and a registry that wants them. Each test has a Platform of its own. */
class PlatformCredentialsIT {

    private static final String PASSWORD = "a secret: with /+ odd=chars";
    private static final String HTPASSWD = "user:$2b$05$abcdefghijklmnopqrstuuLk9PsWWsdHMJYBsDB08UaKt.SjTQ6Ne\n";
    private static final String KEYS =
            "{\"discriminator\":\"container-reg\",\"userName\":\"user\",\"password\":\"%s\",\"more\":1}"
                    .formatted(PASSWORD);
    private static final ScriptedAnswer REFUSED_BY_ECR = ScriptedAnswer.error(401, "UNAUTHORIZED")
            .with(
                    "WWW-Authenticate",
                    "Basic realm=\"https://%s/\",service=\"ecr.amazonaws.com\"".formatted(PlatformReplicas.ECR));

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static DockerRegistry registry;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ConfigurableApplicationContext one;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ConfigurableApplicationContext other;

    private final String platform = "https://" + UUID.randomUUID() + ".test/api";
    private final String ann = "ann-" + UUID.randomUUID();
    private final String ben = "ben-" + UUID.randomUUID();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile String publicKey = "";

    @BeforeAll
    static void start() {
        try (DockerRegistry open = DockerRegistry.start(folder)) {
            UploadedImage.push(open.port(), "private/app", "1");
            UploadedImage.push(open.port(), "private/once", "1");
            UploadedImage.push(open.port(), "private/base", "1");
        }
        registry = DockerRegistry.startProtected(folder, HTPASSWD);
        one = PlatformReplicas.one();
        other = PlatformReplicas.other();
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void imageIsReadWithTheCredentialsOfItsUserOnly() throws Exception {
        try (PlatformStub stub = connect(this::usual)) {
            String pairing = key(stub);
            for (ConfigurableApplicationContext replica : List.of(other, one)) {
                Answer accepted = submit(replica, ann, image("app"));
                assertThat(accepted.status()).as(accepted.body()).isEqualTo(200);
                assertBroughtAlong(accepted.text("requestId"), "private/app");
                assertRefused(submit(replica, ben, image("app")));
                assertRefused(submit(replica, "", image("app")));
            }
            assertThat(calls)
                    .contains(
                            "/credentials?workspaceId=12",
                            "/credentials/c1/keys?pairingId=%s&workspaceId=12".formatted(pairing));
            assertNowhere(PASSWORD);
            assertNowhere(ann);
        }
    }

    /** For registry-proxy, from the row and from Redis. */
    private static void assertBroughtAlong(String token, String repository) {
        ApiClient api = ApiClient.at(Replicas.port(one));
        Answer answer = api.send(api.request(InternalApi.REQUESTS + "/" + token)
                .header(
                        InternalApi.KEY_HEADER,
                        RootKey.parse(IntegrationTest.TEST_KEY).internalSecret()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertOpens(answer.text("logins"), answer.text("tenant"), repository);
    }

    /** For its tenant only. */
    private static void assertOpens(String sealed, String tenant, String repository) {
        UserLogins logins = new UserLogins(RootKey.parse(IntegrationTest.TEST_KEY));
        assertThat(logins.open(tenant, sealed, Instant.EPOCH)).isTrue();
        assertThat(logins.find(tenant, registry.host(), repository)).hasValue(new Credentials("user", PASSWORD));
        UserLogins ofAnother = new UserLogins(RootKey.parse(IntegrationTest.TEST_KEY));
        assertThat(ofAnother.open(tenant + "0", sealed, Instant.EPOCH)).isFalse();
        assertThat(ofAnother.find(tenant + "0", registry.host(), repository)).isEmpty();
    }

    @Test
    void platformIsAskedOnceAMinute() throws Exception {
        try (PlatformStub stub = connect(this::usual)) {
            key(stub);
            for (int i = 0; i < 3; i++) {
                assertThat(submit(one, ann, image("once")).status()).isEqualTo(200);
            }
            assertThat(calls).hasSize(3).doesNotHaveDuplicates();
        }
    }

    @Test
    void imageIsInspectedByItsUserOnly() throws Exception {
        try (PlatformStub stub = connect(this::usual)) {
            key(stub);
            assertThat(inspect(ann).status()).isEqualTo(200);
            assertThat(inspect(ben).status()).isIn(401, 403);
        }
    }

    /** Two replicas, at once for the same image: one build, with the credentials of Ann alone until it ends. */
    @Test
    void imageIsBuiltWithTheCredentialsOfItsUserOnly() throws Exception {
        try (PlatformStub stub = connect(this::usual)) {
            key(stub);
            String file = containerFile("FROM %s/private/base:1\n".formatted(registry.host()));
            List<Answer> accepted = Stream.of(one, other)
                    .parallel()
                    .map(replica -> submit(replica, ann, file))
                    .toList();
            assertThat(accepted)
                    .allSatisfy(answer ->
                            assertThat(answer.status()).as(answer.body()).isEqualTo(200));
            String build = accepted.getFirst().text("buildId");
            assertThat(accepted.getLast().text("buildId")).isEqualTo(build);
            for (ConfigurableApplicationContext replica : List.of(one, other)) {
                for (String token : List.of(ben, "")) {
                    assertRefused(submit(replica, token, file));
                }
            }
            JsonNode command = await().until(
                            () -> SentCommands.of(Topics.BUILD_COMMANDS, build), found -> !found.isEmpty())
                    .getFirst();
            String tenant = command.at("/build/tenant").asString();
            assertOpens(command.path("logins").asString(), tenant, "private/base");
            assertThat(logins("image_build", build))
                    .hasValue(command.path("logins").asString());
            assertNowhere(PASSWORD);
            cancel(build);
            assertThat(logins("image_build", build)).isEmpty();
        }
    }

    /** Each needs the credentials of the repository that it is pushed to, and its pulls do too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'containerFile':'%s','freeze':true",
                "'containerImage':'%s/private/base:1','freeze':true",
                "'containerImage':'busybox','mirror':true"
            })
    void imageIsPushedWithTheCredentialsOfItsUserOnly(String what) throws Exception {
        try (PlatformStub stub = connect(this::usual)) {
            key(stub);
            String source = what.contains("containerFile")
                    ? ApiClient.base64("FROM busybox\nLABEL a=%s\n".formatted(ann))
                    : registry.host();
            String request =
                    "%s,'buildRepository':'%s/private/made'".formatted(what.formatted(source), registry.host());
            Answer accepted = submit(one, ann, request);
            assertThat(accepted.status()).as(accepted.body()).isEqualTo(200);
            assertBroughtAlong(accepted.text("requestId"), "private/made");
            String build = accepted.text("buildId");
            String topic = what.contains("mirror") ? Topics.MIRROR_COMMANDS : Topics.BUILD_COMMANDS;
            JsonNode command = await().until(() -> SentCommands.of(topic, build), found -> !found.isEmpty())
                    .getFirst();
            JsonNode work = command.path(what.contains("mirror") ? "mirror" : "build");
            assertOpens(command.path("logins").asString(), work.path("tenant").asString(), "private/made");
            Answer refused = submit(one, ben, request);
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            assertThat(refused.body()).containsPattern("access (is )?denied");
            assertScanIsForItsUser(work.path("tenant").asString(), "private/made");
            cancel(build);
        }
    }

    /** A scan of an image in a repository that its user alone can read. */
    private static void assertScanIsForItsUser(String tenant, String repository) {
        ImageReference image =
                ImageReference.parse("%s/%s@%s".formatted(registry.host(), repository, Digest.of(new byte[0])));
        ScanWork work = ScanWork.of(image, image.toString(), Platform.parse("linux/amd64"), tenant, ScanOrigin.IMAGE);
        JobRecord job = new JobRecord(
                JobKind.SCAN,
                "sc-0123456789abcdef_1",
                image.toString(),
                1,
                3,
                JobState.QUEUED,
                null,
                null,
                null,
                Instant.EPOCH,
                null,
                null,
                Instant.EPOCH,
                null,
                null);
        Scan scan = new Scan(job, work);
        ImageAccess access = one.getBean(ImageAccess.class);
        assertThat(access.mayReadContents(new Caller.Anonymous("127.0.0.1"), scan))
                .isFalse();
        assertThat(access.mayReadContents(user("platform_other"), scan)).isFalse();
        assertThat(access.mayReadContents(user(tenant), scan)).isTrue();
    }

    private static Caller.User user(String tenant) {
        return new Caller.User(tenant, Optional.empty(), false, "127.0.0.1");
    }

    @Test
    void scanIsReadAndCancelledByItsUserOnly() throws Exception {
        try (PlatformStub stub = connect(this::usual)) {
            key(stub);
            Answer accepted = ApiClient.at(Replicas.port(one))
                    .post(
                            "/v1alpha1/scans",
                            "{\"containerImage\":\"%s/private/app:1\",\"towerAccessToken\":\"%s\",\"towerEndpoint\":\"%s\",\"towerWorkspaceId\":12}"
                                    .formatted(registry.host(), ann, platform));
            assertThat(accepted.status()).as(accepted.body()).isBetween(200, 299);
            String scan = "/v1alpha1/scans/" + accepted.text("scanId");
            for (ConfigurableApplicationContext replica : List.of(one, other)) {
                assertThat(statuses(replica, "GET", scan)).containsExactly(401, 401, 403, 403, 200);
            }
            assertThat(statuses(one, "DELETE", scan)).containsExactly(401, 401, 403, 403, 200);
        }
    }

    /** Of a caller without a name, of Ann who does not name her Platform, of Ben, of Ann without her workspace, and of Ann. */
    private List<Integer> statuses(ConfigurableApplicationContext replica, String method, String path) {
        String inPlatform = "?towerEndpoint=" + platform;
        return Stream.of(
                        call(replica, method, path, ""),
                        call(replica, method, path, ann),
                        call(replica, method, path + inPlatform + "&towerWorkspaceId=12", ben),
                        call(replica, method, path + inPlatform, ann),
                        call(replica, method, path + inPlatform + "&towerWorkspaceId=12", ann))
                .map(Answer::status)
                .toList();
    }

    private static Answer call(ConfigurableApplicationContext replica, String method, String path, String token) {
        ApiClient client = ApiClient.at(Replicas.port(replica));
        HttpRequest.Builder request = client.request(path).method(method, BodyPublishers.noBody());
        return client.send(token.isEmpty() ? request : request.header("Authorization", "Bearer " + token));
    }

    @Test
    void workspaceThatIsNoNumberIsRefused() throws Exception {
        try (PlatformStub stub = connect(this::usual)) {
            key(stub);
            Answer answer =
                    call(one, "GET", "/v1alpha1/scans/x?towerEndpoint=%s&towerWorkspaceId=x".formatted(platform), ann);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text("message")).isEqualTo("towerWorkspaceId: must be a number");
        }
    }

    private static void cancel(String job) {
        JobId id = JobId.parse(job);
        boolean cancelled = id.kind() == JobKind.BUILD
                ? one.getBean(BuildService.class).cancel(BuildId.parse(job))
                : one.getBean(MirrorService.class).cancel(id);
        assertThat(cancelled).isTrue();
    }

    private static Optional<String> logins(String table, String job) {
        return one.getBean(JdbcClient.class)
                .sql("SELECT coalesce(logins, '') FROM requests.%s WHERE id = :id".formatted(table))
                .param("id", job)
                .query(String.class)
                .optional()
                .filter(text -> !text.isEmpty());
    }

    private static String containerFile(String text) {
        return "'containerFile':'%s'".formatted(ApiClient.base64(text));
    }

    /** What a Platform answers when it is asked for keys, and what the caller then gets. */
    record Fault(String path, PlatformStub.Answer answer, int status, String words) {}

    static Stream<Fault> faults() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String ofAnother = PlatformKeys.encrypt(generator.generateKeyPair().getPublic(), KEYS);
        return Stream.of(
                list(403, "{}", 403, "towerWorkspaceId: this user may not list the credentials"),
                list(401, "{}", 401, "does not accept this token"),
                list(200, "<html>", 502, "something other than the expected JSON"),
                list(200, "{\"credentials\":[]}", 400, "access is denied"),
                list(200, "{\"credentials\":null}", 400, "access is denied"),
                list(200, "{\"credentials\":[null,{}]}", 400, "access is denied"),
                list(302, "", 502, "redirects to another address"),
                list(500, "", 502, "answers /credentials with status 500"),
                keys(403, "{}", 403, "towerAccessToken: this user may not read the keys of credentials"),
                keys(404, "{}", 502, "does not have /credentials/c1/keys"),
                keys(200, "{}", 502, "credentials 'c1' of the Platform"),
                keys(200, "{\"keys\":\"secret\"}", 502, "cannot be used: the keys have an unknown format"),
                keys(200, json(ofAnother), 502, "the keys are not encrypted for the pairing of this service"),
                new Fault("/credentials/c1/keys", PlatformStub.SILENCE, 408, "did not answer within 2.0 s"));
    }

    private static Fault list(int status, String body, int expected, String words) {
        return new Fault("/credentials?", new PlatformStub.Answer(status, body), expected, words);
    }

    private static Fault keys(int status, String body, int expected, String words) {
        return new Fault("/credentials/c1/keys", new PlatformStub.Answer(status, body), expected, words);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faultIsSaidInWords(Fault fault) throws Exception {
        try (PlatformStub stub =
                connect((uri, auth) -> uri.contains(fault.path()) ? fault.answer() : usual(uri, auth))) {
            key(stub);
            Answer answer = submit(one, ann, image("app"));
            assertThat(answer.status()).as(answer.body()).isEqualTo(fault.status());
            assertThat(answer.text("message")).contains(fault.words()).doesNotContain("secret", ann);
        }
    }

    /** Keys are stored with each request and job, and sent to each. */
    @Test
    void tooLongKeysAreNotUsed() throws Exception {
        String tooLong = KEYS.replace(PASSWORD, "x".repeat(20_000));
        try (PlatformStub stub = connect((uri, auth) -> uri.contains("/keys")
                ? new PlatformStub.Answer(200, json(PlatformKeys.encrypt(publicKey, tooLong)))
                : usual(uri, auth))) {
            key(stub);
            Answer answer = submit(one, ann, image("app"));
            assertThat(answer.status()).as(answer.body()).isEqualTo(502);
            assertThat(answer.text("message")).endsWith("cannot be used: the keys are longer than 16384 characters");
        }
    }

    @Test
    void listOfTenMegabytesIsRead() throws Exception {
        String entry =
                "{\"id\":\"x\",\"provider\":\"github\",\"keys\":{\"registry\":\"%s\"}},".formatted("x".repeat(1000));
        String list =
                "{\"credentials\":[%s{\"id\":\"c1\",\"provider\":\"container-reg\",\"keys\":{\"registry\":\"%s\"}}]}"
                        .formatted(entry.repeat(10_000), registry.host());
        try (PlatformStub stub = connect(
                (uri, auth) -> uri.contains("/credentials?") ? new PlatformStub.Answer(200, list) : usual(uri, auth))) {
            key(stub);
            assertThat(submit(other, ann, image("app")).status()).isEqualTo(200);
        }
    }

    @Test
    void imageOfAwsIsReadWithTheKeysOfTheComputeEnvironmentOfItsWorkflow() throws Exception {
        String login = Base64.getEncoder().encodeToString("AWS:login".getBytes(StandardCharsets.UTF_8));
        byte[] manifest = "{}".getBytes(StandardCharsets.UTF_8);
        PlatformReplicas.registry()
                .on(
                        "/",
                        ScriptedAnswer.content(
                                "application/x-amz-json-1.1",
                                "{\"authorizationData\":[{\"authorizationToken\":\"%s\",\"expiresAt\":%d}]}"
                                        .formatted(
                                                login,
                                                Instant.now().plusSeconds(3600).getEpochSecond())
                                        .getBytes(StandardCharsets.UTF_8)))
                .on(
                        "/v2/team/app/manifests/1",
                        REFUSED_BY_ECR,
                        REFUSED_BY_ECR,
                        ScriptedAnswer.content("application/vnd.oci.image.manifest.v1+json", manifest)
                                .with(
                                        "Docker-Content-Digest",
                                        Digest.of(manifest).toString()));
        try (PlatformStub stub = connect(this::withWorkflow)) {
            key(stub);
            Answer accepted = submit(
                    one, ann, "'containerImage':'%s/team/app:1','workflowId':'w1'".formatted(PlatformReplicas.ECR));
            assertThat(accepted.status()).as(accepted.body()).isEqualTo(200);
            assertThat(calls).contains("/workflow/w1/launch?workspaceId=12");
            assertThat(PlatformReplicas.registry().calls())
                    .filteredOn(call -> call.path().endsWith("/team/app/manifests/1"))
                    .last()
                    .satisfies(call -> assertThat(call.header("Authorization")).hasValue("Basic " + login));
            assertNowhere("keys-of-w1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "w2, this user may not read how the workflow was launched",
        "w3, answers /workflow/w3/launch with status 500",
        "w4, does not have /workflow/w4/launch"
    })
    void reasonIsSaidWhyTheComputeEnvironmentDoesNotHelp(String workflow, String words) throws Exception {
        PlatformReplicas.registry().on("/v2/team/none/manifests/1", REFUSED_BY_ECR);
        try (PlatformStub stub = connect(this::withWorkflow)) {
            key(stub);
            Answer answer = submit(
                    one,
                    ann,
                    "'containerImage':'%s/team/none:1','workflowId':'%s'".formatted(PlatformReplicas.ECR, workflow));
            assertRefused(answer);
            assertThat(answer.text("message"))
                    .contains("those of the compute environment of the workflow are not used: ")
                    .contains(words);
        }
    }

    /** The launch of workflow w1 is known, and no other keys of AWS. */
    private PlatformStub.Answer withWorkflow(String uri, String auth) {
        String path = uri.substring(platform.length());
        calls.add(path);
        if (path.startsWith("/workflow/")) {
            return switch (path.substring("/workflow/".length(), path.indexOf("/launch"))) {
                case "w1" ->
                    new PlatformStub.Answer(
                            200,
                            "{\"launch\":{\"id\":\"l1\",\"computeEnv\":{\"platform\":\"aws-cloud\",\"credentialsId\":\"c7\"}}}");
                case "w2" -> new PlatformStub.Answer(403, "{}");
                case "w3" -> new PlatformStub.Answer(500, "{}");
                default -> new PlatformStub.Answer(404, "{}");
            };
        }
        if (path.startsWith("/credentials/c7/keys?")) {
            String keys =
                    "{\"discriminator\":\"aws\",\"accessKey\":\"AKIAIOSFODNN7EXAMPLE\",\"secretKey\":\"keys-of-w1\"}";
            return new PlatformStub.Answer(200, json(PlatformKeys.encrypt(publicKey, keys)));
        }
        return path.equals("/user-info") ? usual(uri, auth) : new PlatformStub.Answer(200, "{\"credentials\":[]}");
    }

    /** Only a login at a registry is one. */
    @Test
    void keysOfAnotherKindAreNotUsed() throws Exception {
        try (PlatformStub stub = connect((uri, auth) -> uri.contains("/keys")
                ? new PlatformStub.Answer(
                        200, json(PlatformKeys.encrypt(publicKey, "{\"discriminator\":\"aws\",\"accessKey\":\"a\"}")))
                : usual(uri, auth))) {
            key(stub);
            assertRefused(submit(one, ann, image("app")));
        }
    }

    private static String json(String packet) {
        return "{\"keys\":\"%s\"}".formatted(packet.replace("\\", "\\\\"));
    }

    /** Ann keeps credentials in workspace 12, Ben none. */
    private PlatformStub.Answer usual(String uri, String auth) {
        boolean isAnn = auth.equals("Bearer " + ann);
        String path = uri.substring(platform.length());
        calls.add(path);
        if (path.equals("/user-info")) {
            return new PlatformStub.Answer(200, "{\"user\":{\"id\":%d}}".formatted(isAnn ? 1 : 2));
        }
        if (path.startsWith("/credentials/c1/keys?")) {
            return isAnn
                    ? new PlatformStub.Answer(200, json(PlatformKeys.encrypt(publicKey, KEYS)))
                    : new PlatformStub.Answer(403, "{}");
        }
        String listed =
                "{\"credentials\":[{\"id\":\"c0\",\"provider\":\"aws\"},{\"id\":\"c1\",\"provider\":\"container-reg\",\"keys\":{\"registry\":\"%s/private\"}}]}"
                        .formatted(registry.host());
        return new PlatformStub.Answer(200, isAnn ? listed : "{\"credentials\":[]}");
    }

    private PlatformStub connect(PlatformStub.Answers answers) {
        return new PlatformStub(Replicas.url(one), platform, answers);
    }

    private String key(PlatformStub stub) throws InterruptedException {
        var response = stub.next();
        publicKey = response.path("publicKey").asString();
        return response.path("pairingId").asString();
    }

    private static String image(String name) {
        return "'containerImage':'%s/private/%s:1'".formatted(registry.host(), name);
    }

    private Answer submit(ConfigurableApplicationContext replica, String token, String what) {
        return ApiClient.at(Replicas.port(replica))
                .submit("{%s,'towerAccessToken':'%s','towerEndpoint':'%s','towerWorkspaceId':12}"
                        .formatted(what, token, platform));
    }

    private Answer inspect(String token) {
        return ApiClient.at(Replicas.port(one))
                .post(
                        "/v1alpha1/inspect",
                        "{\"containerImage\":\"%s/private/app:1\",\"towerAccessToken\":\"%s\",\"towerEndpoint\":\"%s\",\"towerWorkspaceId\":12}"
                                .formatted(registry.host(), token, platform));
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("does not exist, or access is denied");
    }

    private static void assertNowhere(String secret) {
        String encoded = Base64.getEncoder().encodeToString(("user:" + secret).getBytes(StandardCharsets.UTF_8));
        List.of(secret, encoded).forEach(text -> StoredText.assertWithout(one, text));
    }
}
