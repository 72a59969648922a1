package io.wave.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.local.IntegrationTest;
import io.wave.security.RootKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SealTest {

    private final Seal seal = new Seal(RootKey.parse(IntegrationTest.TEST_KEY));

    @Test
    void aSecretIsReadUnderItsNameOnly() {
        String sealed = seal.close("a", "secret");
        assertThat(sealed).doesNotContain("secret").isNotEqualTo(seal.close("a", "secret"));
        assertThat(seal.open("a", sealed)).hasValue("secret");
        assertThat(seal.open("b", sealed)).isEmpty();
    }

    @Test
    void whatWasSealedWithAnotherKeyIsNotRead() {
        Seal other = new Seal(RootKey.parse(Base64.getEncoder().encodeToString(new byte[32])));
        assertThat(seal.open("a", other.close("a", "secret"))).isEmpty();
    }

    @Test
    void whatIsNoneIsNotRead() {
        assertThat(seal.open("a", "")).isEmpty();
        assertThat(seal.open("a", "not base64")).isEmpty();
        assertThat(seal.open("a", Base64.getEncoder().encodeToString(new byte[40])))
                .isEmpty();
    }
}
