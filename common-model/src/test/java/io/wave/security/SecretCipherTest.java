package io.wave.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class SecretCipherTest {

    private static final RootKey KEY = RootKey.parse("dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtdGU=");

    private final SecretCipher cipher = new SecretCipher(KEY, RootKey.Purpose.UPSTREAM_TOKENS);

    @Test
    void secretIsDecryptedOnlyForItsName() {
        String sealed = cipher.encrypt("a", "secret");
        assertThat(sealed).doesNotContain("secret").isNotEqualTo(cipher.encrypt("a", "secret"));
        assertThat(cipher.decrypt("a", sealed)).hasValue("secret");
        assertThat(cipher.decrypt("b", sealed)).isEmpty();
    }

    @Test
    void secretOfAnotherKeyIsNotDecrypted() {
        RootKey otherKey = RootKey.parse(Base64.getEncoder().encodeToString(new byte[32]));
        SecretCipher other = new SecretCipher(otherKey, RootKey.Purpose.UPSTREAM_TOKENS);
        assertThat(cipher.decrypt("a", other.encrypt("a", "secret"))).isEmpty();
        SecretCipher ofOtherPurpose = new SecretCipher(KEY, RootKey.Purpose.PLATFORM_KEYS);
        assertThat(cipher.decrypt("a", ofOtherPurpose.encrypt("a", "secret"))).isEmpty();
    }

    @Test
    void invalidTextIsNotDecrypted() {
        assertThat(cipher.decrypt("a", "")).isEmpty();
        assertThat(cipher.decrypt("a", "not base64")).isEmpty();
        assertThat(cipher.decrypt("a", Base64.getEncoder().encodeToString(new byte[40])))
                .isEmpty();
    }
}
