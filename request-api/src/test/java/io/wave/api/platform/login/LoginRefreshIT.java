package io.wave.api.platform.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.api.Replicas;
import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.PlatformReplicas;
import io.wave.api.platform.StoredText;
import io.wave.api.platform.call.PlatformLogin;
import io.wave.api.security.caller.Secret;
import io.wave.local.fake.PlatformStub;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Logins that end and are refreshed, with two replicas. Each test has a Platform of its own. */
class LoginRefreshIT {

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ConfigurableApplicationContext one;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ConfigurableApplicationContext other;

    private final String endpoint = "https://" + UUID.randomUUID() + ".test/api";
    private final AtomicInteger workspaces = new AtomicInteger();
    private final SessionPlatform platform = new SessionPlatform();
    private final String access = platform.access();
    private final String refresh = platform.refresh();

    @SuppressWarnings("NullAway.Init") // set before each test
    private PlatformStub stub;

    @BeforeAll
    static void start() {
        one = PlatformReplicas.one();
        other = PlatformReplicas.other();
    }

    @BeforeEach
    void connect() throws InterruptedException {
        jdbc().sql("DELETE FROM requests.platform_login").update();
        stub = new PlatformStub(Replicas.url(one), endpoint, platform);
        stub.next();
    }

    @AfterEach
    void disconnect() {
        stub.close();
    }

    /** Clients send the same tokens again and again. */
    @Test
    void expiredLoginIsRefreshedOnceForAllReplicas() {
        platform.expire();
        List<Answer> answers = Stream.of(one, other, one, other)
                .parallel()
                .map(replica -> submit(replica, refresh))
                .toList();
        assertThat(answers).allSatisfy(LoginRefreshIT::assertAccepted);
        assertThat(platform.refreshes()).hasSize(1).allSatisfy(call -> {
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.uri()).isEqualTo(endpoint + SessionPlatform.REFRESH);
            assertThat(call.contentType()).isEqualTo("application/x-www-form-urlencoded");
            assertThat(call.auth()).isEmpty();
        });
        String first = platform.access();
        platform.expire();
        assertAccepted(submit(other, ""));
        assertThat(platform.refreshes()).hasSize(2);
        Stream.of(access, refresh, first, platform.access(), platform.refresh())
                .forEach(secret -> StoredText.assertWithout(one, secret));
    }

    @Test
    void validLoginIsKeptForLater() {
        assertAccepted(submit(one, refresh));
        assertThat(platform.refreshes()).isEmpty();
        assertThat(remaining()).isGreaterThan(Duration.ofHours(35));
        platform.expire();
        assertAccepted(submit(other, ""));
    }

    @Test
    void loginThatThePlatformRefusesIsNotKept() {
        platform.revoke();
        for (ConfigurableApplicationContext replica : List.of(one, other, one)) {
            Answer answer = submit(replica, refresh);
            assertThat(answer.status()).as(answer.body()).isEqualTo(401);
            assertThat(answer.text("message"))
                    .startsWith("towerRefreshToken: the Platform %s accepts neither".formatted(endpoint))
                    .doesNotContain(access, refresh);
        }
        assertThat(platform.refreshes()).as("is remembered").hasSize(1);
        assertThat(remaining()).isLessThan(Duration.ofMinutes(3));
    }

    @Test
    void refusedPairIsReplacedByAnother() {
        platform.expire();
        assertThat(submit(one, "made-up").status()).isEqualTo(401);
        assertAccepted(submit(other, refresh));
        assertThat(submit(one, "made-up").status()).as("the newer pair stays").isEqualTo(200);
    }

    @Test
    void newerPairIsNotReplacedByThatOfARequest() {
        platform.expire();
        assertAccepted(submit(one, refresh));
        platform.expire();
        platform.breakRefreshes(new PlatformStub.Answer(500, ""));
        assertThat(submit(one, refresh).status()).isEqualTo(502);
        platform.repair();
        endPauses();
        assertAccepted(submit(other, refresh));
    }

    /** What the Platform answers to a refresh, and what the caller then gets. */
    record Fault(PlatformStub.Answer answer, int status, String words) {}

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault(new PlatformStub.Answer(200, "<html>"), 502, "without the cookie JWT"),
                new Fault(
                        new PlatformStub.Answer(200, "{}", List.of("JWT=", "JWT_REFRESH_TOKEN=a")),
                        502,
                        "without the cookie JWT"),
                new Fault(new PlatformStub.Answer(404, "{}"), 502, "(/oauth/access_token) with status 404"),
                new Fault(new PlatformStub.Answer(302, ""), 502, "with status 302"),
                new Fault(new PlatformStub.Answer(403, ""), 401, "accepts neither the access token nor"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faultIsSaidInWordsAndRemembered(Fault fault) {
        platform.expire();
        platform.breakRefreshes(fault.answer());
        Answer answer = submit(one, refresh);
        assertThat(answer.status()).as(answer.body()).isEqualTo(fault.status());
        assertThat(answer.text("message")).contains(fault.words()).doesNotContain(access, refresh);
        int asked = platform.refreshes().size();
        assertThat(submit(one, refresh).text("message")).contains(fault.words());
        assertThat(platform.refreshes()).hasSize(asked);
        StoredText.assertWithout(one, refresh);
    }

    @Test
    void missingRefreshTokenLeavesTheFormerOne() {
        platform.expire();
        String next = platform.access();
        platform.breakRefreshes(new PlatformStub.Answer(200, "", List.of("JWT=" + next)));
        assertAccepted(submit(one, refresh));
        platform.repair();
        platform.expire();
        assertAccepted(submit(one, ""));
    }

    @Test
    void callIsRepeatedOnceOnly() {
        platform.expire();
        platform.breakRefreshes(new PlatformStub.Answer(200, "", List.of("JWT=of-nobody")));
        Answer answer = submit(one, refresh);
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(stub.calls("/user-info")).isEqualTo(2);
    }

    /** Its reply arrives after the time in which other requests are answered, and at another replica than that which waits. */
    @Test
    void slowRefreshIsWaitedFor() {
        platform.expire();
        platform.slowDown(Duration.ofMillis(2500));
        assertAccepted(submit(other, refresh));
        assertThat(platform.refreshes()).hasSize(1);
    }

    /** Requests, calls of the Platform, refreshes and their failures. */
    @Test
    void tokensAreNotLoggedForDebugging() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.DEBUG);
        try {
            platform.expire();
            assertAccepted(submit(other, refresh));
            platform.revoke();
            assertThat(submit(one, "").status()).isEqualTo(401);
        } finally {
            root.setLevel(before);
            root.detachAppender(log);
        }
        assertThat(List.copyOf(log.list))
                .hasSizeGreaterThan(100)
                .extracting(LoginRefreshIT::text)
                .noneMatch(line -> Stream.of(access, refresh).anyMatch(line::contains));
    }

    private static String text(ILoggingEvent event) {
        String cause = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        return event.getFormattedMessage() + event.getKeyValuePairs() + cause;
    }

    /** Such as after a failover to a database that has not got it. */
    @Test
    void formerRefreshTokenIsUsedIfThePlatformHasLostTheNewOne() {
        platform.expire();
        assertAccepted(submit(one, refresh));
        platform.loseLastRefresh();
        assertAccepted(submit(other, ""));
        platform.expire();
        assertAccepted(submit(one, ""));
    }

    /** Whoever knows an expired token of Ann must not make it one of Ben. */
    @Test
    void refreshTokenOfAnotherUserIsRefused() {
        String anns = ofUser("1");
        platform.renewTo(ofUser("2"));
        Answer answer = submit(one, anns, refresh);
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.text("message")).startsWith("towerRefreshToken: is that of another user");
        assertThat(submit(other, anns, "").status()).isEqualTo(401);
    }

    private static String ofUser(String id) {
        return new PlainJWT(new JWTClaimsSet.Builder().subject(id).build()).serialize();
    }

    /** It was to be refreshed ahead of time. */
    @Test
    void loginIsKeptWhileItIsValidIfItsRefreshIsRefused() {
        PlatformLogin login =
                new PlatformLogin(PlatformEndpoint.parse(endpoint), new Secret(jwt(Duration.ofMinutes(50))));
        PlatformLogins logins = one.getBean(PlatformLogins.class);
        logins.keep(login, new Secret("refused"));
        makeDue();
        monitor(one);
        await().untilAsserted(() -> assertThat(platform.refreshes()).hasSize(1));
        await().untilAsserted(() -> assertThat(jdbc().sql("SELECT claimed_until IS NULL FROM requests.platform_login")
                        .query(Boolean.class)
                        .single())
                .isTrue());
        assertThat(remaining(login)).isGreaterThan(Duration.ofMinutes(50));
        assertThat(logins.replacement(login)).hasValue(login.token());
    }

    /** The operator has removed it from the configuration. */
    @Test
    void loginOfAPlatformThatIsNotAcceptedAnyMoreIsNotSentThere() {
        PlatformLogin login =
                new PlatformLogin(PlatformEndpoint.parse("https://api.denied.test"), new Secret(jwt(Duration.ZERO)));
        PlatformLogins logins = one.getBean(PlatformLogins.class);
        logins.keep(login, new Secret(refresh));
        assertThat(logins.replacement(login)).isEmpty();
        makeDue();
        assertThat(one.getBean(LoginTable.class).due(10, Duration.ZERO)).isEmpty();
    }

    @Test
    void monitorRefreshesWhatWouldEnd() {
        assertAccepted(submit(one, refresh));
        platform.expire();
        makeDue();
        monitor(one);
        await().untilAsserted(() -> assertThat(platform.refreshes()).hasSize(1));
        monitor(other);
        assertThat(platform.refreshes()).as("is not due").hasSize(1);
        makeDue();
        monitor(other);
        assertThat(platform.refreshes()).as("is accepted still").hasSize(1);
    }

    /** No question to the Platform is needed. */
    @Test
    void monitorReadsWhenATokenEnds() {
        PlatformLogin later = new PlatformLogin(PlatformEndpoint.parse(endpoint), new Secret(jwt(Duration.ofHours(5))));
        one.getBean(PlatformLogins.class).keep(later, new Secret("a"));
        makeDue();
        monitor(one);
        assertThat(stub.tokens()).isEmpty();
        PlatformLogin soon = new PlatformLogin(later.endpoint(), new Secret(jwt(Duration.ofMinutes(50))));
        one.getBean(PlatformLogins.class).keep(soon, new Secret(refresh));
        makeDue();
        monitor(one);
        await().untilAsserted(() -> assertThat(platform.refreshes()).hasSize(1));
        await().untilAsserted(() -> assertThat(one.getBean(PlatformLogins.class).replacement(soon))
                .hasValue(new Secret(platform.access())));
    }

    private static String jwt(Duration life) {
        return new PlainJWT(new JWTClaimsSet.Builder()
                        .expirationTime(Date.from(Instant.now().plus(life)))
                        .build())
                .serialize();
    }

    @Test
    void expiredTokenThatThePlatformHasSignedIsNotSentThere() {
        TestKey key = TestKey.generate("1");
        platform.publish(key.published());
        String expired = key.token(endpoint, Instant.now().minus(Duration.ofHours(1)));
        Answer refused = submit(one, expired, "");
        assertThat(refused.status()).as(refused.body()).isEqualTo(401);
        assertThat(refused.text("message"))
                .startsWith(
                        "towerAccessToken: this is no valid token of the Platform %s: it expired".formatted(endpoint));
        assertAccepted(submit(other, expired, refresh));
        assertAccepted(submit(one, expired, ""));
        assertThat(platform.refreshes()).hasSize(1);
        assertThat(stub.tokens()).doesNotContain("Bearer " + expired);
    }

    @Test
    void monitorDeletesWhatNothingNeeds() {
        assertAccepted(submit(one, refresh));
        jdbc().sql("UPDATE requests.platform_login SET expires_at = now()").update();
        monitor(other);
        assertThat(jdbc().sql("SELECT count(*) FROM requests.platform_login")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    /** The loops of the replicas do the same, at any time. */
    private static void monitor(ConfigurableApplicationContext replica) {
        replica.getBean(LoginMonitor.class).run();
    }

    private static void makeDue() {
        jdbc().sql("UPDATE requests.platform_login SET check_at = now() WHERE NOT refused")
                .update();
    }

    private static void endPauses() {
        jdbc().sql("UPDATE requests.platform_login SET failed_until = now()").update();
    }

    private Duration remaining() {
        return remaining(new PlatformLogin(PlatformEndpoint.parse(endpoint), new Secret(access)));
    }

    private static Duration remaining(PlatformLogin login) {
        String key = one.getBean(LoginTable.class).key(login);
        return Duration.ofSeconds(jdbc().sql(
                        "SELECT extract(epoch FROM expires_at - now())::bigint FROM requests.platform_login WHERE key = ?")
                .param(key)
                .query(Long.class)
                .single());
    }

    private Answer submit(ConfigurableApplicationContext replica, String refreshToken) {
        return submit(replica, access, refreshToken);
    }

    /** The Platform is asked each time, since each workspace has credentials of its own. */
    private Answer submit(ConfigurableApplicationContext replica, String accessToken, String refreshToken) {
        return ApiClient.at(Replicas.port(replica))
                .submit(
                        "{'containerImage':'busybox','towerAccessToken':'%s','towerRefreshToken':'%s','towerEndpoint':'%s','towerWorkspaceId':%d}"
                                .formatted(accessToken, refreshToken, endpoint, workspaces.incrementAndGet()));
    }

    private static JdbcClient jdbc() {
        return one.getBean(JdbcClient.class);
    }

    private static void assertAccepted(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
}
