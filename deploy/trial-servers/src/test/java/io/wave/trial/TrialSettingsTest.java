package io.wave.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialSettingsTest {

    @Test
    void defaultsAreThoseOfTheContainer() {
        TrialSettings settings = TrialSettings.of(Map.of("WAVE_TRIAL_PASSWORD", "0123456789abcdef"));
        assertThat(settings.folder()).hasToString("/data");
        assertThat(settings.ports().kafka()).isEqualTo(9092);
        assertThat(settings).asString().doesNotContain("0123456789abcdef");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "with a quote\" and spaces"})
    void passwordHasLettersAndDigitsOnly(String password) {
        assertThatThrownBy(() -> TrialSettings.of(Map.of("WAVE_TRIAL_PASSWORD", password)))
                .hasMessageStartingWith("WAVE_TRIAL_PASSWORD: 16 to 128 letters and digits");
    }
}
