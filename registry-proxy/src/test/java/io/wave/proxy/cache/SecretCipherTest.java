package io.wave.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.local.IntegrationTest;
import io.wave.security.RootKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SecretCipherTest {

    private final SecretCipher cipher = new SecretCipher(RootKey.parse(IntegrationTest.TEST_KEY));

    @Test
    void secretIsDecryptedOnlyForItsName() {
        String sealed = cipher.encrypt("a", "secret");
        assertThat(sealed).doesNotContain("secret").isNotEqualTo(cipher.encrypt("a", "secret"));
        assertThat(cipher.decrypt("a", sealed)).hasValue("secret");
        assertThat(cipher.decrypt("b", sealed)).isEmpty();
    }

    @Test
    void secretOfAnotherKeyIsNotDecrypted() {
        SecretCipher other = new SecretCipher(RootKey.parse(Base64.getEncoder().encodeToString(new byte[32])));
        assertThat(cipher.decrypt("a", other.encrypt("a", "secret"))).isEmpty();
    }

    @Test
    void invalidTextIsNotDecrypted() {
        assertThat(cipher.decrypt("a", "")).isEmpty();
        assertThat(cipher.decrypt("a", "not base64")).isEmpty();
        assertThat(cipher.decrypt("a", Base64.getEncoder().encodeToString(new byte[40])))
                .isEmpty();
    }
}
