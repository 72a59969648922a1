package io.wave.api.security.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wave.api.platform.user.PlatformUsers;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.caller.Secret;
import io.wave.api.security.limit.TestGuessLimiter;
import io.wave.api.security.oidc.JwtUsers;
import io.wave.api.web.problem.ApiException;
import java.security.SecureRandom;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpStatus;

@ExtendWith(OutputCaptureExtension.class)
class CallerResolverTest {

    private static final Caller CALLER = new Caller.Anonymous("192.0.2.1");
    private static final ObjectProvider<JwtUsers> NO_ISSUER =
            new StaticListableBeanFactory().getBeanProvider(JwtUsers.class);
    private static final ObjectProvider<PlatformUsers> NO_PLATFORMS =
            new StaticListableBeanFactory().getBeanProvider(PlatformUsers.class);
    private static final Secret TOKEN = new Secret("eyJ0aWQ6");
    private static final String ALICE = "wave_token-of-alice-for-tests";
    private static final String BOB = "token-of-bob-for-tests";
    private static final Map<String, StaticToken> ALICE_AND_BOB = Map.of(
            "alice",
            new StaticToken("{sha256}" + StaticToken.hash(ALICE), "Alice", null, null, false, null),
            "bob",
            new StaticToken("{noop}" + BOB, null, null, null, true, null));

    @Test
    void platformTokenIsRejectedWithAdvice() {
        CallerResolver callers = resolver(true, false, Map.of());
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> callers.identify(CALLER, TOKEN, null))
                .withMessageStartingWith("towerAccessToken: ")
                .withMessageContainingAll("tower.accessToken", "TOWER_ACCESS_TOKEN", "--tower-token");
        assertThatCode(() -> callers.identify(CALLER, null, null)).doesNotThrowAnyException();
        assertThatCode(() -> callers.identify(CALLER, new Secret(""), null)).doesNotThrowAnyException();
    }

    @Test
    void platformTokenIsIgnoredIfConfigured(CapturedOutput output) {
        CallerResolver callers = resolver(true, true, Map.of());
        callers.identify(CALLER, TOKEN, null);
        callers.identify(CALLER, TOKEN, null);
        assertThat(output.getAll().split("wave.capabilities.ignore-platform-tokens", -1))
                .hasSize(2);
        assertThat(output).doesNotContain(TOKEN.value());
    }

    @Test
    void tokenInBodyIdentifiesUserWhateverIsIgnored() {
        for (boolean ignored : new boolean[] {true, false}) {
            CallerResolver callers = resolver(true, ignored, ALICE_AND_BOB);
            Caller alice = callers.identify(CALLER, new Secret(ALICE), null);
            assertThat(alice.tenant()).isEqualTo("alice");
            assertThat(alice.user()).contains("Alice");
            assertThat(callers.identify(CALLER, new Secret(BOB), null).isOperator())
                    .isTrue();
            assertThat(callers.identify(alice, new Secret(ALICE), null)).isEqualTo(alice);
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> callers.identify(alice, new Secret(BOB), null))
                    .withMessageStartingWith("towerAccessToken: differs from the API token");
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> callers.identify(alice, TOKEN, null))
                    .withMessageStartingWith("towerAccessToken: differs from the API token");
        }
    }

    @Test
    void unknownTokenIsUnauthorized() {
        CallerResolver strict = resolver(true, false, ALICE_AND_BOB);
        CallerResolver lenient = resolver(true, true, ALICE_AND_BOB);
        assertUnauthorized(() -> strict.identify(CALLER, TOKEN, null));
        assertUnauthorized(() -> strict.identify(CALLER, new Secret("wave_unknown"), null));
        assertUnauthorized(() -> lenient.identify(CALLER, new Secret("wave_unknown"), null));
        assertThat(lenient.identify(CALLER, TOKEN, null)).isEqualTo(CALLER);
    }

    private static void assertUnauthorized(ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(call)
                .withMessageStartingWith("towerAccessToken: unknown API token")
                .satisfies(error -> assertThat(error.status()).isEqualTo(HttpStatus.UNAUTHORIZED));
    }

    @Test
    void anonymousCallerIsRejectedIfConfigured() {
        CallerResolver callers = resolver(false, true, Map.of());
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> callers.requireAccess(CALLER))
                .withMessageContaining("wave.capabilities.anonymous-access")
                .satisfies(error -> assertThat(error.status()).isEqualTo(HttpStatus.UNAUTHORIZED));
    }

    private static CallerResolver resolver(boolean anonymous, boolean ignored, Map<String, StaticToken> tokens) {
        return new CallerResolver(
                new CapabilityProperties(anonymous, ignored, true),
                new ApiTokens(
                        new StaticTokens(
                                new StaticTokenProperties(tokens), TestGuessLimiter.allowing(10), new SecureRandom()),
                        NO_ISSUER,
                        new CapabilityProperties(anonymous, ignored, true),
                        NO_PLATFORMS),
                NO_PLATFORMS);
    }
}
