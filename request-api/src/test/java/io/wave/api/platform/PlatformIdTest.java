package io.wave.api.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlatformIdTest {

    @Test
    void idHasLettersAndDigitsOnly() {
        assertThat(PlatformId.isValid("4Bi5xBK6E2Nbhj")).isTrue();
        assertThat(PlatformId.isValid("")).isFalse();
        assertThat(PlatformId.isValid("a/../b?c")).isFalse();
    }
}
