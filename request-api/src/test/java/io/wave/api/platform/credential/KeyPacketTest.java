package io.wave.api.platform.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wave.local.fake.PlatformKeys;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPacketTest {

    private static final KeyPair PAIR = pair();
    private static final String KEYS = "{\"discriminator\":\"container-reg\",\"userName\":\"u\",\"password\":\"pä$$\"}";

    static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void keysAreDecrypted() throws GeneralSecurityException {
        assertThat(KeyPacket.decrypt(PlatformKeys.encrypt(PAIR.getPublic(), KEYS), PAIR.getPrivate()))
                .isEqualTo(KEYS);
    }

    @Test
    void keysOfAnotherPairingAreRefused() throws GeneralSecurityException {
        String packet = PlatformKeys.encrypt(pair().getPublic(), KEYS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyPacket.decrypt(packet, PAIR.getPrivate()))
                .withMessage("the keys are not encrypted for the pairing of this service");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "1\\p\\a\\b", "2\\P\\a\\b", "1\\P\\a", "1\\P\\a\\b\\c", "1\\P\\!\\?"})
    void whatIsNoPacketIsRefusedWithoutShowingIt(String packet) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyPacket.decrypt(packet, PAIR.getPrivate()))
                .withMessageStartingWith("the keys ")
                .withNoCause();
    }
}
