package io.wave.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wave.cloud.Targets;
import io.wave.cloud.login.CloudLogin;
import io.wave.cloud.login.LoginException;
import io.wave.local.LocalServices;
import io.wave.local.server.MotoServer;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.Credentials.Kind;
import io.wave.security.TrustedCertificates;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The SDK against the APIs of AWS as moto emulates them. */
class EcrLoginsIT {

    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String ROLE = "arn:aws:iam::123456789012:role/team/pull";
    private static final String JUMP = "arn:aws:iam::210987654321:role/jump";

    @BeforeAll
    static void requireMoto() {
        assumeTrue(MotoServer.isInstalled(), "moto is not installed: scripts/moto installs it");
    }

    @Test
    void accessKeyGetsALogin() {
        assertIsLogin(request(Targets.ofOperator("AKIAIOSFODNN7EXAMPLE", "secret"), null));
    }

    @Test
    void identityOfTheServiceGetsALogin() {
        assertIsLogin(request(Targets.identity(Kind.AWS_IDENTITY), null));
    }

    @Test
    void roleGetsALogin() {
        assertIsLogin(request(Targets.ofOperator(ROLE, ""), null));
    }

    @Test
    void roleIsAssumedThroughTheJumpRole() {
        assertIsLogin(request(Targets.ofOperator(ROLE, "an-external-id"), JUMP));
    }

    @Test
    void roleOfACallerMustInsistOnItsExternalId() {
        assertThatThrownBy(() -> request(new Credentials(ROLE, "an-external-id"), null))
                .isInstanceOf(LoginException.class)
                .hasMessageContaining("any external id")
                .hasMessageContaining("sts:ExternalId");
    }

    private static CloudLogin request(Credentials credentials, @Nullable String jumpRole) {
        AwsProperties properties =
                new AwsProperties(jumpRole, null, LocalServices.moto().endpoint());
        try (EcrLogins logins = new EcrLogins(
                properties,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAI44QH8DHBEXAMPLE", "own")),
                TrustedCertificates.OF_RUNTIME,
                Clock.systemUTC())) {
            return logins.request(Targets.of(HOST, credentials));
        }
    }

    private static void assertIsLogin(CloudLogin login) {
        assertThat(login.login().username()).isEqualTo("AWS");
        assertThat(login.login().password()).isNotEmpty();
    }
}
