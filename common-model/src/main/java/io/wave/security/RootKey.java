package io.wave.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The installation's one secret ({@code wave.security.key}), the same on all replicas. Every key in use is derived from
 * it by purpose, so that none of them reveals another.
 */
public final class RootKey {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_BYTES = 32;

    private final byte[] key;

    private RootKey(byte[] key) {
        this.key = key;
    }

    /**
     * Reads base64 of at least 32 bytes.
     *
     * @throws IllegalArgumentException if it is no base64 or shorter
     */
    public static RootKey parse(String base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("wave.security.key must be base64, e.g. of 'openssl rand -base64 32'");
        }
        if (key.length < MIN_BYTES) {
            throw new IllegalArgumentException("wave.security.key must have at least %d bytes".formatted(MIN_BYTES));
        }
        return new RootKey(key);
    }

    /** 32 bytes for this purpose. */
    public byte[] derive(Purpose purpose) {
        return mac(key, purpose.name().getBytes(StandardCharsets.UTF_8));
    }

    /** The secret between services, as it stands in the header {@link InternalApi#KEY_HEADER}. */
    public String internalSecret() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(derive(Purpose.INTERNAL_API));
    }

    /** HMAC-SHA256 of the message under the key. */
    public static byte[] mac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(message);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "***";
    }

    /** What a derived key is for. */
    public enum Purpose {
        ENCRYPTION,
        INTERNAL_API,
        HOP_COUNTER,
        CACHE_KEYS,
        MESSAGES,
        UPSTREAM_TOKENS
    }
}
