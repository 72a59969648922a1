package io.wave.api.platform.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.platform.PlatformEndpoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairingKeyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.cloud.seqera.io",
                "http://api.cloud.seqera.io/",
                "https://api.tower.nf",
                "https://API.cloud.seqera.io:443"
            })
    void allSpellingsHaveTheKeyOfWave(String endpoint) {
        assertThat(PairingKey.of("tower", PlatformEndpoint.parse(endpoint)).value())
                .isEqualTo("88c1f586e515fa84fb71dbc42d9f185d");
        assertThat(PairingKey.of("other", PlatformEndpoint.parse(endpoint)).value())
                .isNotEqualTo("88c1f586e515fa84fb71dbc42d9f185d");
    }
}
