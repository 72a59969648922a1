package io.wave.api.security.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wave.api.web.problem.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class CallerResolverTest {

    private static final Caller CALLER = new Caller.Anonymous("192.0.2.1");
    private static final Secret TOKEN = new Secret("eyJ0aWQ6");

    @Test
    void platformTokenIsRejectedWithAdvice() {
        CallerResolver callers = new CallerResolver(new CapabilityProperties(true, false, true));
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> callers.identify(CALLER, TOKEN))
                .withMessageStartingWith("towerAccessToken: ")
                .withMessageContainingAll("tower.accessToken", "TOWER_ACCESS_TOKEN", "--tower-token");
        assertThatCode(() -> callers.identify(CALLER, null)).doesNotThrowAnyException();
        assertThatCode(() -> callers.identify(CALLER, new Secret(""))).doesNotThrowAnyException();
    }

    @Test
    void platformTokenIsIgnoredIfConfigured(CapturedOutput output) {
        CallerResolver callers = new CallerResolver(new CapabilityProperties(true, true, true));
        callers.identify(CALLER, TOKEN);
        callers.identify(CALLER, TOKEN);
        assertThat(output.getAll().split("wave.capabilities.ignore-platform-tokens", -1))
                .hasSize(2);
        assertThat(output).doesNotContain(TOKEN.value());
    }

    @Test
    void anonymousCallerIsRejectedIfConfigured() {
        CallerResolver callers = new CallerResolver(new CapabilityProperties(false, true, true));
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> callers.requireAccess(CALLER))
                .withMessageContaining("wave.capabilities.anonymous-access");
    }
}
