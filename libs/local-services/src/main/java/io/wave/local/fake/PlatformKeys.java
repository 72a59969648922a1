package io.wave.local.fake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

/** Encrypts keys of credentials as a Platform does: with the default transformations of Java. */
public final class PlatformKeys {

    private static final int SESSION_KEY_BITS = 128;

    private PlatformKeys() {}

    /** @param publicKey X.509 in base64, as in a {@code pairing-response} */
    public static String encrypt(String publicKey, String keys) {
        try {
            byte[] encoded = Base64.getDecoder().decode(publicKey);
            return encrypt(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded)), keys);
        } catch (GeneralSecurityException invalid) {
            throw new IllegalArgumentException(invalid);
        }
    }

    /** The same. */
    @SuppressWarnings("InsecureCryptoUsage") // what Platforms use
    public static String encrypt(PublicKey publicKey, String keys) throws GeneralSecurityException {
        KeyGenerator generator = KeyGenerator.getInstance("AES");
        generator.init(SESSION_KEY_BITS);
        SecretKey session = generator.generateKey();
        Cipher rsa = Cipher.getInstance("RSA");
        rsa.init(Cipher.ENCRYPT_MODE, publicKey);
        Cipher aes = Cipher.getInstance("AES");
        aes.init(Cipher.ENCRYPT_MODE, session);
        Base64.Encoder base64 = Base64.getEncoder();
        return "1\\P\\%s\\%s"
                .formatted(
                        base64.encodeToString(rsa.doFinal(session.getEncoded())),
                        base64.encodeToString(aes.doFinal(keys.getBytes(StandardCharsets.UTF_8))));
    }
}
