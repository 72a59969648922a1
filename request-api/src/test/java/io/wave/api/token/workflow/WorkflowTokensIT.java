package io.wave.api.token.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.api.Replicas;
import io.wave.api.platform.PlatformReplicas;
import io.wave.local.fake.PlatformStub;
import io.wave.redis.RedisKeys;
import io.wave.token.ContainerToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tokens that are requested for workflows of a Platform. Each test has a Platform of its own. */
class WorkflowTokensIT {

    private static final Duration LIFETIME = Duration.ofHours(36);
    private static final Duration GRACE = Duration.ofMinutes(20);

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ConfigurableApplicationContext service;

    private final String platform = "https://" + UUID.randomUUID() + ".test/api";
    private final String ann = "ann-" + UUID.randomUUID();
    private final String ben = "ben-" + UUID.randomUUID();
    private volatile PlatformStub.Answer userInfo = user(1);
    private final Map<String, PlatformStub.Answer> workflows = new ConcurrentHashMap<>();
    private final AtomicInteger checks = new AtomicInteger();

    @SuppressWarnings("NullAway.Init") // set before each test
    private PlatformStub stub;

    @BeforeAll
    static void start() {
        service = PlatformReplicas.one();
    }

    @BeforeEach
    void connect() throws InterruptedException {
        stub = new PlatformStub(
                Replicas.url(service), platform, (uri, auth) -> answer(uri.substring(platform.length()), auth));
        stub.next();
    }

    @AfterEach
    void disconnect() {
        jdbc().sql("DELETE FROM requests.workflow").update();
        stub.close();
    }

    private static PlatformStub.Answer user(int id) {
        return new PlatformStub.Answer(200, "{\"user\":{\"id\":%d}}".formatted(id));
    }

    private PlatformStub.Answer answer(String path, String auth) {
        if (path.equals("/user-info")) {
            return auth.equals("Bearer " + ben) ? user(2) : userInfo;
        }
        if (path.startsWith("/workflow/")) {
            checks.incrementAndGet();
            return auth.equals("Bearer " + ann)
                    ? workflows.getOrDefault(path, new PlatformStub.Answer(404, "{}"))
                    : new PlatformStub.Answer(403, "{}");
        }
        return new PlatformStub.Answer(200, "{\"credentials\":[]}");
    }

    @Test
    void tokenIsRenewedWhileTheWorkflowRunsAndExpiresAfterItHasEnded() {
        set("RUNNING");
        String token = accepted("'workflowId':'w1'");
        jdbc().sql("UPDATE requests.container_request SET expires_at = now() + interval '1 hour' WHERE token = ?")
                .param(token)
                .update();
        Instant from = Instant.now().plus(LIFETIME).minusSeconds(60);
        await().until(() -> expiration(token), renewed -> renewed.isAfter(from));

        set("SUCCEEDED");
        Instant latest = Instant.now().plus(GRACE).plusSeconds(60);
        Instant end = await().until(() -> expiration(token), ended -> ended.isBefore(latest));
        assertThat(end).isAfter(Instant.now().plus(GRACE).minusSeconds(60));
        assertThat(service.getBean(StringRedisTemplate.class)
                        .opsForValue()
                        .get(RedisKeys.request(new ContainerToken(token))))
                .contains("\"expiresAt\":\"%s\"".formatted(end))
                .doesNotContain("renewAt");
        await().until(this::logins, List::isEmpty);
        jdbc().sql("UPDATE requests.container_request SET tenant = 'anonymous' WHERE token = ?")
                .param(token)
                .update();
        Answer lease = client().post("/v1alpha2/container/%s/lease".formatted(token), "");
        assertThat(lease.text("expiration")).isEqualTo(end.toString());
        assertThat(lease.text("maxExpiration")).isEqualTo(end.toString());
    }

    /** A workflow that was deleted, or that never existed. */
    @Test
    void tokenExpiresIfThePlatformDoesNotHaveTheWorkflow() {
        String token = accepted("'workflowId':'w1'");
        Instant latest = Instant.now().plus(GRACE).plusSeconds(60);
        await().until(() -> expiration(token), ended -> ended.isBefore(latest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 {'workflow':{'status':'UNKNOWN'}}", "200 {}", "200 <html>", "401 {}", "500 {}"})
    void tokenStaysAsItIsIfThePlatformDoesNotSay(String answer) {
        workflows.put(
                "/workflow/w1?workspaceId=12",
                new PlatformStub.Answer(
                        Integer.parseInt(answer.substring(0, 3)),
                        answer.substring(4).replace('\'', '"')));
        String token = accepted("'workflowId':'w1'");
        Instant before = expiration(token);
        await().until(checks::get, count -> count > 2);
        assertThat(expiration(token)).isEqualTo(before);
        set("FAILED");
        await().until(() -> expiration(token), ended -> ended.isBefore(before));
    }

    /** Such as what a load balancer answers while the Platform is being installed. */
    @Test
    void tokenStaysAsItIsIfWhatAnswersIsNotThePlatform() {
        set("RUNNING");
        String token = accepted("'workflowId':'w1'");
        Instant before = expiration(token);
        userInfo = new PlatformStub.Answer(404, "default backend - 404");
        workflows.clear();
        int checked = checks.get();
        await().until(checks::get, count -> count > checked + 1);
        assertThat(expiration(token)).isEqualTo(before);
    }

    /** For the user who has requested it, in the same workspace, as for other users. */
    @Test
    void tokenIsRenewedByItsUserOnly() {
        set("RUNNING");
        String token = accepted("'fingerprint':'x'");
        for (String body : List.of(
                "", "{}", login(ben), "{'towerAccessToken':'%s','towerEndpoint':'https://x.test'}".formatted(ann))) {
            assertThat(renew(token, body).status()).as(body).isIn(400, 401, 403);
        }
        Answer lease = renew(token, login(ann));
        assertThat(lease.status()).as(lease.body()).isEqualTo(200);
        assertThat(lease.text("requestId")).isEqualTo(token);
    }

    private String login(String user) {
        return "{'towerAccessToken':'%s','towerEndpoint':'%s','towerWorkspaceId':12}".formatted(user, platform);
    }

    private static Answer renew(String token, String body) {
        return client().post("/v1alpha2/container/%s/lease".formatted(token), body.replace('\'', '"'));
    }

    /** Of two tokens of one workflow, and one check for both. The login is stored encrypted, while a token is live. */
    @Test
    void loginIsKeptWhileATokenIsLive() {
        set("RUNNING");
        String first = accepted("'workflowId':'w1'");
        String second = accepted("'workflowId':'w1'");
        assertThat(logins()).singleElement().asString().doesNotContain(ann);
        for (String token : List.of(first, second)) {
            assertThat(logins()).hasSize(1);
            jdbc().sql("UPDATE requests.container_request SET revoked_at = now() WHERE token = ?")
                    .param(token)
                    .update();
        }
        await().until(this::logins, List::isEmpty);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'workflowId':'../user-info'", "'workflowId':''", "'fingerprint':'x'"})
    void tokenIsNotBoundToWhatIsNoWorkflow(String member) {
        accepted(member);
        assertThat(logins()).isEmpty();
    }

    /** A caller who is not a user of a Platform names none. */
    @Test
    void tokenOfOthersIsNotBound() {
        Answer answer = client().submit("{'containerImage':'busybox','workflowId':'w1'}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(jdbc().sql("SELECT token FROM requests.workflow_token WHERE token = ?")
                        .param(answer.text("requestId"))
                        .query(String.class)
                        .list())
                .isEmpty();
    }

    private void set(String status) {
        workflows.put(
                "/workflow/w1?workspaceId=12",
                new PlatformStub.Answer(200, "{\"workflow\":{\"id\":\"w1\",\"status\":\"%s\"}}".formatted(status)));
    }

    private String accepted(String member) {
        Answer answer = client().submit(
                        "{'containerImage':'busybox',%s,'towerAccessToken':'%s','towerEndpoint':'%s','towerWorkspaceId':12}"
                                .formatted(member, ann, platform));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.text("requestId");
    }

    private static Instant expiration(String token) {
        return Instant.parse(client().get("/v1alpha2/container/" + token).text("expiration"));
    }

    /** Of this Platform. */
    private List<String> logins() {
        return jdbc().sql("SELECT login FROM requests.workflow WHERE endpoint = ?")
                .param(platform)
                .query((row, _) -> row.getString("login"))
                .list();
    }

    private static ApiClient client() {
        return ApiClient.at(Replicas.port(service));
    }

    private static JdbcClient jdbc() {
        return service.getBean(JdbcClient.class);
    }
}
