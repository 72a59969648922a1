package io.wave.api.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.api.Replicas;
import io.wave.api.platform.pairing.PairingSockets;
import io.wave.image.Digest;
import io.wave.local.fake.PlatformStub;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Platforms and their users with two replicas of the service. Each test has a Platform of its own. */
class PlatformIT {

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ConfigurableApplicationContext one;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ConfigurableApplicationContext other;

    private final String platform = "https://" + UUID.randomUUID() + ".test/api";
    private final String token = "token-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        one = PlatformReplicas.one();
        other = PlatformReplicas.other();
    }

    @Test
    void allReplicasGiveAPlatformTheSameKey() throws Exception {
        try (PlatformStub first = connect(one, platform, "user");
                PlatformStub second = connect(other, platform.replace("https", "http") + "/", "user")) {
            JsonNode response = first.next();
            assertThat(response.path("@type").asString()).isEqualTo("pairing-response");
            assertThat(response.path("msgId").asString()).isNotEmpty();
            JsonNode same = second.next();
            assertThat(same.path("pairingId")).isEqualTo(response.path("pairingId"));
            assertThat(same.path("publicKey")).isEqualTo(response.path("publicKey"));
            byte[] key = Base64.getDecoder().decode(response.path("publicKey").asString());
            RSAPublicKey parsed =
                    (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(key));
            assertThat(parsed.getModulus().bitLength()).isEqualTo(2048);
            String stored = jdbc().sql("SELECT private_key FROM requests.platform_pairing WHERE pairing_id = ?")
                    .param(response.path("pairingId").asString())
                    .query(String.class)
                    .single();
            assertThat(stored)
                    .as("in the clear it begins with the header of PKCS#8")
                    .doesNotStartWith("MII");
        }
    }

    @Test
    void expiredKeyIsReplacedWhenThePlatformConnectsAgain() throws Exception {
        String before;
        try (PlatformStub stub = connect(one, platform, "user")) {
            before = stub.next().path("pairingId").asString();
        }
        jdbc().sql("UPDATE requests.platform_pairing SET expires_at = now() WHERE pairing_id = ?")
                .param(before)
                .update();
        try (PlatformStub stub = connect(other, platform, "user")) {
            assertThat(stub.next().path("pairingId").asString()).isNotEqualTo(before);
        }
    }

    @Test
    void heartbeatIsAnsweredUntilThePairingIsGone() throws Exception {
        try (PlatformStub stub = connect(one, platform, "user")) {
            String id = stub.next().path("pairingId").asString();
            stub.send("not a message");
            stub.send("{\"@type\":\"pairing-heartbeat\",\"msgId\":\"1\",\"later\":2}");
            JsonNode answer = stub.next();
            assertThat(answer.path("@type").asString()).isEqualTo("pairing-heartbeat");
            assertThat(answer.path("msgId").asString()).isNotEmpty();
            jdbc().sql("DELETE FROM requests.platform_pairing WHERE pairing_id = ?")
                    .param(id)
                    .update();
            stub.send("{\"@type\":\"pairing-heartbeat\",\"msgId\":\"2\"}");
            assertThat(stub.closed().code()).isEqualTo(1001);
        }
    }

    @ParameterizedTest
    @MethodSource
    void platformIsRefusedInWords(String endpoint, String words) {
        try (PlatformStub stub = connect(one, endpoint, "user")) {
            assertThat(stub.closed().code()).isEqualTo(1008);
            assertThat(stub.closed().reason()).contains(words);
        }
    }

    static Stream<Arguments> platformIsRefusedInWords() {
        return Stream.of(
                Arguments.of("https://api.denied.test", "wave.platform.endpoints, or is denied"),
                Arguments.of("", "endpoint: is missing"),
                Arguments.of("platform.test", "endpoint: 'platform.test' is not the URL of a Platform API"));
    }

    @Test
    void deadConnectionIsClosed() throws Exception {
        try (PlatformStub stub = connect(one, platform, "user")) {
            stub.next();
            PairingSockets sockets = one.getBean(PairingSockets.class);
            PlatformEndpoint endpoint = PlatformEndpoint.parse(platform);
            await().until(() -> sockets.find(endpoint).isPresent());
            stub.mute();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> sockets.find(endpoint).isEmpty());
        }
    }

    @Test
    void tooLongMessageClosesTheConnection() throws Exception {
        try (PlatformStub stub = connect(one, platform, "user")) {
            stub.next();
            try {
                stub.send(" ".repeat(17 * 1024 * 1024));
            } catch (CompletionException _) {
                // The connection may be closed before the whole message is sent.
            }
            assertThat(stub.closed().code()).isEqualTo(1009);
        }
    }

    @Test
    void tokenIdentifiesTheUserOnEveryReplicaAndIsAskedForOnce() throws Exception {
        try (PlatformStub stub = connect(one, platform, "user")) {
            stub.next();
            String tenant = tenant(submit(other, token, platform + "/"));
            assertThat(tenant).matches("platform_[0-9a-f]{32}");
            assertThat(tenant(submit(one, token, platform))).isEqualTo(tenant);
            assertThat(tenant(submit(other, token, platform))).isEqualTo(tenant);
            assertThat(stub.calls("/user-info")).isEqualTo(1);
            assertThat(stub.tokens()).containsOnly("Bearer " + token);
            assertThat(organization(tenant)).isEqualTo("lab.test");
            StoredText.assertWithout(one, token);
        }
    }

    @Test
    void usersAndPlatformsAreDifferentTenants() throws Exception {
        String secondPlatform = "https://" + UUID.randomUUID() + ".test/api";
        try (PlatformStub stub = connect(one, platform, "user");
                PlatformStub second = connect(one, secondPlatform, "user")) {
            stub.next();
            second.next();
            String tenant = tenant(submit(one, token, platform));
            assertThat(tenant(submit(one, token, secondPlatform))).isNotEqualTo(tenant);
            assertThat(tenant(submit(one, "second-" + token, platform)))
                    .as("another token of the same user")
                    .isEqualTo(tenant);
        }
    }

    @Test
    void anotherConnectionAnswersWhenOneIsGone() throws Exception {
        try (PlatformStub first = connect(one, platform, "user");
                PlatformStub second = connect(other, platform, "user")) {
            first.next();
            second.next();
            first.abort();
            tenant(submit(one, token, platform));
            assertThat(second.calls("/user-info")).isEqualTo(1);
        }
    }

    @Test
    void replicaThatHasDiedIsPassedOver() throws Exception {
        try (PlatformStub stub = connect(one, platform, "user")) {
            stub.next();
            StringRedisTemplate redis = one.getBean(StringRedisTemplate.class);
            String location = platform.substring("https://".length());
            String key = "platform-replicas:"
                    + Digest.of(location.getBytes(StandardCharsets.UTF_8)).hex();
            await().until(() -> Boolean.TRUE.equals(redis.hasKey(key)));
            redis.opsForSet().add(key, "dead-1", "dead-2", "dead-3", "dead-4", "dead-5");
            tenant(submit(other, token, platform));
            redis.delete(key);
            await("it is told again after Redis has lost it")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> Boolean.TRUE.equals(redis.hasKey(key)));
        }
    }

    /** What a Platform answers, and what the caller then gets. */
    record Fault(PlatformStub.Answer answer, int status, String words) {}

    static Stream<Fault> faults() {
        return Stream.of(
                fault(401, "{}", 401, "does not accept this token"),
                fault(403, "{}", 403, "does not let this token read its user"),
                fault(404, "{}", 502, "does not have /user-info"),
                fault(500, "{}", 502, "answers /user-info with status 500"),
                fault(302, "", 502, "redirects to another address"),
                fault(200, "<html>Log in</html>", 502, "something other than the expected JSON"),
                fault(200, "", 502, "something other than the expected JSON"),
                fault(200, "null", 502, "something other than the expected JSON"),
                fault(200, "[1]", 502, "something other than the expected JSON"),
                fault(200, "{\"user\":null}", 502, "does not say whose token this is"),
                fault(200, "{\"user\":{\"id\":\" \"}}", 502, "does not say whose token this is"),
                fault(200, "{\"user\":{\"id\":\"1\\u0000\"}}", 502, "does not say whose token this is"),
                fault(200, "{\"user\":[]}", 502, "something other than the expected JSON"),
                new Fault(PlatformStub.SILENCE, 408, "did not answer within 2.0 s"));
    }

    private static Fault fault(int status, String body, int expected, String words) {
        return new Fault(new PlatformStub.Answer(status, body), expected, words);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faultOfAPlatformIsSaidInWords(Fault fault) throws Exception {
        try (PlatformStub stub = new PlatformStub(Replicas.url(one), platform, (_, _) -> fault.answer())) {
            stub.next();
            List<Answer> answers = Stream.of(one, other)
                    .parallel()
                    .map(replica -> submit(replica, token, platform))
                    .toList();
            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.status()).as(answer.body()).isEqualTo(fault.status());
                assertThat(answer.text("message")).contains(fault.words()).doesNotContain(token);
            });
            StoredText.assertWithout(one, token);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\nX-Header: b", "a b", "ä"})
    void textThatCannotBeATokenIsNotSent(String text) throws Exception {
        try (PlatformStub stub = connect(one, platform, "user")) {
            stub.next();
            Answer access = submit(one, text, platform);
            Answer refresh = submit(one, "%s\",\"towerRefreshToken\":\"%s".formatted(token, text), platform);
            assertThat(access.text("message"))
                    .as(access.body())
                    .startsWith("towerAccessToken: is no token: expected 1 to");
            assertThat(refresh.text("message"))
                    .as(refresh.body())
                    .startsWith("towerRefreshToken: is no token: expected 1 to");
            assertThat(stub.tokens()).isEmpty();
        }
    }

    /** What users can choose in their Platform. */
    @Test
    void namesThatCannotBeStoredAreNone() throws Exception {
        PlatformStub.Answer hostile = new PlatformStub.Answer(
                200, "{\"user\":{\"id\":7,\"userName\":\"a\\u0000b\",\"email\":\"a@x\\u0000y\"}}");
        try (PlatformStub stub = new PlatformStub(
                Replicas.url(one),
                platform,
                (uri, _) ->
                        uri.endsWith("/user-info") ? hostile : new PlatformStub.Answer(200, "{\"credentials\":[]}"))) {
            stub.next();
            assertThat(organization(tenant(submit(other, token, platform)))).isEqualTo(host(platform));
        }
    }

    private static String host(String endpoint) {
        return PlatformEndpoint.parse(endpoint).host();
    }

    @Test
    void tenMegabytesAreRead() throws Exception {
        String large = "{\"junk\":\"%s\",\"user\":{\"id\":7,\"userName\":\"ann\"}}".formatted("x".repeat(10_000_000));
        try (PlatformStub stub =
                new PlatformStub(Replicas.url(one), platform, (_, _) -> new PlatformStub.Answer(200, large))) {
            stub.next();
            Answer answer = await("an answer within the time limit of Platforms")
                    .until(() -> submit(other, token, platform), given -> given.status() != 408);
            tenant(answer);
        }
    }

    @Test
    void connectionThatClosesInMidRequestIsSaid() throws Exception {
        try (PlatformStub stub = new PlatformStub(Replicas.url(one), platform, (_, _) -> PlatformStub.ABORT)) {
            stub.next();
            Answer answer = submit(other, token, platform);
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.text("message")).contains("cannot be asked at the moment: the Platform is not connected");
        }
    }

    @Test
    void platformThatHasNeverConnectedIsUnknown() {
        Answer answer = submit(one, token, platform);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("message"))
                .startsWith("towerEndpoint: the Platform '%s' is not connected to this service".formatted(platform));
        assertThat(submit(one, token, "ftp://x").text("message")).startsWith("towerEndpoint: 'ftp://x' is not the URL");
    }

    private static PlatformStub connect(ConfigurableApplicationContext replica, String endpoint, String name) {
        PlatformStub.Answers answers = (uri, _) -> uri.endsWith("/user-info")
                ? new PlatformStub.Answer(
                        200,
                        "{\"user\":{\"id\":%d,\"userName\":\"%s\",\"email\":\"%s@lab.test\"},\"more\":1}"
                                .formatted(42, name, name))
                : new PlatformStub.Answer(200, "{\"credentials\":[]}");
        return new PlatformStub(Replicas.url(replica), endpoint, answers);
    }

    private static Answer submit(ConfigurableApplicationContext replica, String token, String endpoint) {
        return ApiClient.at(Replicas.port(replica))
                .submit("{\"containerImage\":\"busybox\",\"towerAccessToken\":\"%s\",\"towerEndpoint\":\"%s\"}"
                        .formatted(token, endpoint));
    }

    private static String tenant(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return jdbc().sql("SELECT tenant FROM requests.container_request WHERE token = ?")
                .param(answer.text("requestId"))
                .query(String.class)
                .single();
    }

    private static String organization(String tenant) {
        return jdbc().sql("SELECT organisation FROM requests.user_organisation WHERE tenant = ?")
                .param(tenant)
                .query(String.class)
                .single();
    }

    private static JdbcClient jdbc() {
        return one.getBean(JdbcClient.class);
    }
}
