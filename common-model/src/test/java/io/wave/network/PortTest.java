package io.wave.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortTest {

    @ParameterizedTest
    @ValueSource(strings = {"1", "80", "5000", "65535"})
    void numbersOfPorts(String text) {
        assertThat(Port.parse(text)).hasValue(Integer.parseInt(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "080", "65536", "99999999999", "-1", "+80", "8x", " 80", "\u0661"})
    void otherTexts(String text) {
        assertThat(Port.parse(text)).isEmpty();
    }
}
