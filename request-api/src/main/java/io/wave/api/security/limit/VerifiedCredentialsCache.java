package io.wave.api.security.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers verified credentials for a short time, so that an operator's requests do not each wait for a slow hash, and
 * that clients with valid credentials are not affected by the wrong guesses of others at the same address. They are stored as HMACs under a key that exists only in this process.
 */
public final class VerifiedCredentialsCache {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int MAX_REMEMBERED = 1_000;
    private static final Duration MEMORY = Duration.ofMinutes(5);

    private final SecretKeySpec key;
    private final Cache<String, Boolean> taken;

    public VerifiedCredentialsCache(SecureRandom random, Ticker ticker) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
        this.taken = Caffeine.newBuilder()
                .expireAfterWrite(MEMORY)
                .maximumSize(MAX_REMEMBERED)
                .ticker(ticker)
                .build();
    }

    /** Whether these credentials have been verified. */
    public boolean contain(String credentials) {
        return taken.getIfPresent(hash(credentials)) != null;
    }

    /** Adds verified credentials. */
    public void add(String credentials) {
        taken.put(hash(credentials), true);
    }

    private String hash(String credentials) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(credentials.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
