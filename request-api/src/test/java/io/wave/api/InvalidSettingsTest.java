package io.wave.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.config.StartFailure;
import io.wave.local.IntegrationTest;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** What an operator reads who made a mistake in a value: its key first, and nothing that may be secret. */
class InvalidSettingsTest {

    private static final ApplicationContextRunner SETTINGS = new ApplicationContextRunner()
            .withUserConfiguration(AllSettings.class)
            .withPropertyValues(
                    "wave.security.key=" + IntegrationTest.TEST_KEY,
                    "wave.store.location=/tmp",
                    "wave.server.url=http://localhost:9090",
                    "wave.outbox.schema=requests");

    @Test
    void settingsAreValidOtherwise() {
        SETTINGS.run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    rate-limit.pull.anonymous=ten/1h            | rate-limit.pull.anonymous: invalid rate 'ten/1h': expected <count>/<duration>, such as 100/1h
                    rate-limit.pull.anonymous=0/1h              | rate-limit.pull.anonymous: invalid rate: count and duration must be greater than 0
                    wave.build.timeout=15 minutes               | wave.build.timeout: invalid value '15 minutes': expected a number with a unit, such as 30s, 15m or 1h
                    wave.capabilities.anonymous-access=nope     | wave.capabilities.anonymous-access: invalid value 'nope': expected true or false
                    wave.requests.body.max-size=big             | wave.requests.body.max-size: invalid value 'big': expected a number with a unit, such as 512MB
                    wave.requests.body.timeout=0s               | wave.requests.body.timeout, wave.requests.body.stall-timeout: must be greater than 0
                    wave.build.max-conda-file-size=many         | wave.build.max-conda-file-size: invalid value 'many': expected a whole number
                    wave.tokens.static.alice.secret=plain       | wave.tokens.static.alice.secret: must be {sha256} and 64
                    wave.registries[quay.io].username=me        | wave.registries[quay.io]: username and password must be set together
                    wave.registries[quay.io].insecure=x         | wave.registries[quay.io].insecure: invalid value 'x': expected true or false
                    wave.tokens.oidc.clock-skew=1h              | wave.tokens.oidc.clock-skew: must be between 0s and 10m
                    wave.tokens.oidc.operators.claim=groups     | wave.tokens.oidc.operators: claim and values: required
                    wave.tokens.static.alice.mail=sometimes     | wave.tokens.static.alice.mail: invalid value 'sometimes'
                    mail.from=Wave                              | mail.from: invalid e-mail address 'Wave'
                    wave.mail.max-attempts=0                    | wave.mail.max-attempts: must be
                    wave.accounts.bob={plain}password           | wave.accounts.bob: invalid password hash
                    """)
    void keyIsNamedFirst(String setting, String message) {
        SETTINGS.withPropertyValues(setting)
                .run(context -> assertThat(StartFailure.describe(Objects.requireNonNull(context.getStartupFailure())))
                        .startsWith(message)
                        .doesNotContain("plain}", "'plain'"));
    }

    @Configuration(proxyBeanMethods = false)
    @ConfigurationPropertiesScan("io.wave")
    static class AllSettings {}
}
