package io.wave.api.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wave.api.problem.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class CallersTest {

    private static final Secret TOKEN = new Secret("eyJ0aWQ6");

    @Test
    void aTokenIsRefusedInWordsThatSayWhereItComesFrom() {
        Callers callers = new Callers(new CapabilityProperties(true, false, true));
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> callers.identify(TOKEN))
                .withMessageStartingWith("towerAccessToken ")
                .withMessageContainingAll("tower.accessToken", "TOWER_ACCESS_TOKEN", "--tower-token");
        assertThatCode(() -> callers.identify(null)).doesNotThrowAnyException();
        assertThatCode(() -> callers.identify(new Secret(""))).doesNotThrowAnyException();
    }

    @Test
    void itIsIgnoredWithAWarningWhereTheOperatorWantsThat(CapturedOutput output) {
        Callers callers = new Callers(new CapabilityProperties(true, true, true));
        callers.identify(TOKEN);
        callers.identify(TOKEN);
        assertThat(output.getAll().split("wave.capabilities.ignore-platform-tokens", -1))
                .hasSize(2);
        assertThat(output).doesNotContain(TOKEN.value());
    }

    @Test
    void withoutAnonymousAccessNobodyIsServed() {
        Callers callers = new Callers(new CapabilityProperties(false, true, true));
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(callers::requireAnonymousAccess)
                .withMessageContaining("wave.capabilities.anonymous-access");
    }
}
