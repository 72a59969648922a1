package io.wave.api.platform.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys of a credential as a Platform sends them: {@code 1\P\<session key>\<data>}. The data are encrypted with the session key, and that
 * with the public key of the pairing.
 */
final class KeyPacket {

    private static final String VERSION = "1";
    private static final String WITH_PUBLIC_KEY = "P";
    private static final int PARTS = 4;

    private KeyPacket() {}

    /**
     * Decrypts a packet.
     *
     * @throws IllegalArgumentException if it has another form, or was encrypted for another pairing; the message has nothing of it
     */
    static String decrypt(String packet, PrivateKey key) {
        List<String> parts = Arrays.stream(packet.strip().split("\\\\"))
                .filter(part -> !part.isEmpty())
                .toList();
        if (parts.size() != PARTS
                || !parts.get(0).equals(VERSION)
                || !parts.get(1).equals(WITH_PUBLIC_KEY)) {
            throw new IllegalArgumentException("the keys have an unknown format");
        }
        try {
            byte[] sessionKey = cipher("RSA/ECB/PKCS1Padding", key).doFinal(decoded(parts.get(2)));
            byte[] data = cipher("AES/ECB/PKCS5Padding", new SecretKeySpec(sessionKey, "AES"))
                    .doFinal(decoded(parts.get(3)));
            return new String(data, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException ofOtherKey) {
            throw new IllegalArgumentException("the keys are not encrypted for the pairing of this service");
        }
    }

    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    /** Platforms use these modes. */
    @SuppressWarnings("InsecureCryptoUsage")
    private static Cipher cipher(String transformation, Key key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(Cipher.DECRYPT_MODE, key);
        return cipher;
    }
}
