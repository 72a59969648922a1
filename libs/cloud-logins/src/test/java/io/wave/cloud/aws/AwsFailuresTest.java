package io.wave.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.cloud.Targets;
import io.wave.cloud.login.LoginException;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.registry.config.Credentials;
import io.wave.security.TrustedCertificates;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What callers are told if AWS gives out no login. */
class AwsFailuresTest {

    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String ROLE = "arn:aws:iam::123456789012:role/pull";
    private static final String JUMP = "arn:aws:iam::210987654321:role/jump";
    private static final String SECRET = "a-secret-key";
    private static final Credentials KEYS = new Credentials("AKIAIOSFODNN7EXAMPLE", SECRET);
    private static final Credentials ROLE_OF_OPERATOR = Targets.ofOperator(ROLE, SECRET);
    private static final Credentials ROLE_OF_CALLER = new Credentials(ROLE, SECRET);

    private final ScriptedRegistry aws = ScriptedRegistry.start();

    @AfterEach
    void stop() {
        aws.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, UnrecognizedClientException, REJECTED, AWS does not know the access key",
        "400, InvalidSignatureException, REJECTED, check the secret access key",
        "400, RequestExpired, REJECTED, the clock of this service",
        "400, ExpiredTokenException, REJECTED, the access key has expired",
        "400, AccessDeniedException, DENIED, ecr:GetAuthorizationToken",
        "400, SomethingElse, UNAVAILABLE, AWS responded with status 400",
        "500, ServerException, UNAVAILABLE, AWS responded with status 500"
    })
    void loginOfAnAccessKey(int status, String code, String reason, String message) {
        aws.on("/", ofEcr(status, code));

        assertFailure(KEYS, null, reason, message);
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, DENIED, trust policy",
        "400, ValidationError, DENIED, the ARN or the external id",
        "403, RegionDisabledException, DENIED, activate it there",
        "403, ExpiredToken, MISCONFIGURED, this service has expired",
        "403, InvalidClientTokenId, MISCONFIGURED, AWS does not know this service",
        "503, ServiceUnavailable, UNAVAILABLE, AWS responded with status 503"
    })
    void role(int status, String code, String reason, String message) {
        aws.on("/", ofSts(status, code));

        assertFailure(ROLE_OF_OPERATOR, null, reason, message);
    }

    @Test
    void jumpRole() {
        aws.on("/", ofSts(403, "AccessDenied"));

        assertFailure(ROLE_OF_OPERATOR, JUMP, "MISCONFIGURED", "wave.aws.jump-role-arn");
    }

    @Test
    void sessionOfARoleLimitsTheLogin() {
        aws.on("/", session(), token());

        try (EcrLogins logins = logins(null)) {
            assertThat(logins.request(Targets.of(HOST, ROLE_OF_OPERATOR)).end())
                    .isBefore(Instant.now().plus(Duration.ofMinutes(61)));
        }
    }

    @Test
    void expiredJumpSessionIsReplacedOnce() {
        aws.on("/", session(), ofSts(403, "ExpiredTokenException"), session(), session(), token());

        try (EcrLogins logins = logins(JUMP)) {
            assertThat(logins.request(Targets.of(HOST, ROLE_OF_OPERATOR))
                            .login()
                            .username())
                    .isEqualTo("AWS");
        }
        assertThat(aws.calls()).hasSize(5);
    }

    @Test
    void roleOfACallerThatInsistsOnItsExternalIdIsCheckedOnce() {
        aws.on("/", session(), ofSts(403, "AccessDenied"), token(), session(), token());

        try (EcrLogins logins = logins(null)) {
            logins.request(Targets.of(HOST, ROLE_OF_CALLER));
            assertThat(logins.request(Targets.of(HOST, ROLE_OF_CALLER)).login().username())
                    .isEqualTo("AWS");
        }
        assertThat(aws.calls()).hasSize(5);
    }

    @Test
    void roleOfACallerNeedsAnExternalId() {
        assertFailure(new Credentials(ROLE, ""), null, "DENIED", "the role has no external id");
        assertThat(aws.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"someone", "arn:aws:iam::1:user/x", "arn:aws:iam::123456789012:user/someone"})
    void userNamesOfOtherKinds(String username) {
        assertFailure(new Credentials(username, SECRET), null, "REJECTED", "");
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void html() {
        aws.on("/", ScriptedAnswer.content("text/html", "<html>a proxy</html>".getBytes(StandardCharsets.UTF_8)));

        assertFailure(KEYS, null, "UNAVAILABLE", "AWS");
    }

    @Test
    void silence() {
        aws.on("/", token().after(Duration.ofMinutes(1)));

        assertFailure(KEYS, null, "UNAVAILABLE", "AWS did not respond in time");
    }

    @Test
    void nobodyThere() {
        aws.close();

        assertFailure(KEYS, null, "UNAVAILABLE", "AWS cannot be reached");
    }

    @Test
    void publicRegistry() {
        aws.on("/", ScriptedAnswer.content("application/json", """
                {"authorizationData":{"authorizationToken":"%s","expiresAt":%d}}
                """.formatted(
                        encoded(), Instant.now().getEpochSecond() + 43200)
                .getBytes(StandardCharsets.UTF_8)));

        try (EcrLogins logins = logins(null)) {
            assertThat(logins.request(Targets.of("public.ecr.aws", KEYS)).login())
                    .isEqualTo(new Credentials("AWS", "the-token"));
        }
        assertThat(aws.calls().getFirst().header("Authorization"))
                .hasValueSatisfying(header -> assertThat(header).contains("/us-east-1/ecr-public/aws4_request"));
    }

    @ParameterizedTest
    @CsvSource({
        "400, UnrecognizedClientException, REJECTED, AWS does not know the access key",
        "400, AccessDeniedException, DENIED, sts:GetServiceBearerToken",
        "502, '', UNAVAILABLE, AWS responded with status 502"
    })
    void loginAtThePublicRegistry(int status, String code, String reason, String message) {
        aws.on("/", ofEcr(status, code));

        assertFailure("public.ecr.aws", KEYS, null, reason, message);
    }

    private void assertFailure(Credentials credentials, @Nullable String jumpRole, String reason, String message) {
        assertFailure(HOST, credentials, jumpRole, reason, message);
    }

    private void assertFailure(
            String host, Credentials credentials, @Nullable String jumpRole, String reason, String message) {
        try (EcrLogins logins = logins(jumpRole)) {
            assertThatThrownBy(() -> logins.request(Targets.of(host, credentials)))
                    .isInstanceOfSatisfying(LoginException.class, failure -> {
                        assertThat(failure).hasMessageContaining(message);
                        assertThat(failure.getMessage()).doesNotContain(SECRET, "scripted");
                        assertThat(failure.reason()).hasToString(reason);
                    });
        }
    }

    private EcrLogins logins(@Nullable String jumpRole) {
        AwsClients clients = new AwsClients(
                Optional.of(URI.create("http://" + aws.host())), TrustedCertificates.OF_RUNTIME, Duration.ofSeconds(4));
        return new EcrLogins(
                clients,
                new AwsProperties(jumpRole, null, null),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAI44QH8DHBEXAMPLE", SECRET)),
                Clock.systemUTC());
    }

    private static ScriptedAnswer ofEcr(int status, String code) {
        return json(status, "{\"__type\":\"com.amazon#%s\",\"message\":\"scripted %s\"}".formatted(code, SECRET));
    }

    private static ScriptedAnswer token() {
        return json(200, """
                {"authorizationData":[{"authorizationToken":"%s","expiresAt":%d}]}
                """.formatted(encoded(), Instant.now().getEpochSecond() + 43200));
    }

    private static String encoded() {
        return Base64.getEncoder().encodeToString("AWS:the-token".getBytes(StandardCharsets.UTF_8));
    }

    private static ScriptedAnswer json(int status, String text) {
        return ScriptedAnswer.of(status)
                .with("Content-Type", "application/x-amz-json-1.1")
                .with(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ScriptedAnswer ofSts(int status, String code) {
        return xml(status, """
                <ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>scripted %s</Message></Error></ErrorResponse>
                """.formatted(code, SECRET));
    }

    private static ScriptedAnswer session() {
        return xml(200, """
                <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId>
                <SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken><Expiration>%s</Expiration>
                </Credentials></AssumeRoleResult></AssumeRoleResponse>
                """.formatted(Instant.now().plus(Duration.ofHours(1))));
    }

    private static ScriptedAnswer xml(int status, String text) {
        return ScriptedAnswer.of(status).with("Content-Type", "text/xml").with(text.getBytes(StandardCharsets.UTF_8));
    }
}
