package io.wave.api.platform.pairing;

import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.PlatformProperties;
import io.wave.security.RootKey;
import io.wave.security.SecretCipher;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The key pairs of Platforms, one for each on all replicas. One is replaced when the Platform connects after the lease has ended.
 * Private keys are stored encrypted.
 */
public final class Pairings {

    private static final int KEY_BITS = 2048;
    private static final int ID_BYTES = 16;

    private final JdbcClient jdbc;
    private final SecretCipher cipher;
    private final SecureRandom random;
    private final long leaseSeconds;

    Pairings(JdbcClient jdbc, RootKey rootKey, SecureRandom random, PlatformProperties properties) {
        this.jdbc = jdbc;
        this.cipher = new SecretCipher(rootKey, RootKey.Purpose.PLATFORM_KEYS);
        this.random = random;
        this.leaseSeconds = properties.keyLease().toSeconds();
    }

    /** The pairing of a Platform that connects. */
    Pairing acquire(PairingKey key) {
        find(key).filter(this::isUnreadable).ifPresent(ofOtherRootKey -> expire(key, ofOtherRootKey));
        if (refresh(key) == 0) {
            replace(key, create());
        }
        return find(key).orElseThrow();
    }

    private boolean isUnreadable(Pairing pairing) {
        return cipher.decrypt(pairing.id(), pairing.privateKey()).isEmpty();
    }

    private void expire(PairingKey key, Pairing pairing) {
        jdbc.sql("UPDATE requests.platform_pairing SET expires_at = now() WHERE key = :key AND pairing_id = :id")
                .param("key", key.value())
                .param("id", pairing.id())
                .update();
    }

    private int refresh(PairingKey key) {
        return jdbc.sql(
                        "UPDATE requests.platform_pairing SET opened_at = now() WHERE key = :key AND expires_at > now()")
                .param("key", key.value())
                .update();
    }

    /** One of several replicas that do this at once wins. */
    private void replace(PairingKey key, Pairing created) {
        jdbc.sql("""
                        INSERT INTO requests.platform_pairing AS pairing
                            (key, pairing_id, public_key, private_key, expires_at, opened_at)
                        VALUES (:key, :id, :public, :private, now() + make_interval(secs => :lease), now())
                        ON CONFLICT (key) DO UPDATE SET pairing_id = :id, public_key = :public, private_key = :private,
                            expires_at = now() + make_interval(secs => :lease), opened_at = now()
                        WHERE pairing.expires_at <= now()
                        """)
                .param("key", key.value())
                .param("id", created.id())
                .param("public", created.publicKey())
                .param("private", created.privateKey())
                .param("lease", leaseSeconds)
                .update();
    }

    private Optional<Pairing> find(PairingKey key) {
        return jdbc.sql("SELECT pairing_id, public_key, private_key FROM requests.platform_pairing WHERE key = :key")
                .param("key", key.value())
                .query((row, _) -> new Pairing(row.getString(1), row.getString(2), row.getString(3)))
                .optional();
    }

    /** Whether a Platform has connected to this service. */
    public boolean exists(PlatformEndpoint endpoint) {
        return exists(PairingKey.of(PairingSocket.SERVICE, endpoint));
    }

    boolean exists(PairingKey key) {
        return find(key).isPresent();
    }

    /**
     * What a Platform is told to encrypt keys for, and how they are decrypted.
     *
     * @param id id of the pairing
     * @param key its private key
     */
    public record DecryptionKey(String id, PrivateKey key) {

        @Override
        public String toString() {
            return "DecryptionKey[%s]".formatted(id);
        }
    }

    /** The key of a Platform; empty if it has not connected, or with another root key. */
    public Optional<DecryptionKey> decryptionKey(PlatformEndpoint endpoint) {
        return find(PairingKey.of(PairingSocket.SERVICE, endpoint))
                .flatMap(pairing -> cipher.decrypt(pairing.id(), pairing.privateKey())
                        .map(base64 -> new DecryptionKey(pairing.id(), privateKey(base64))));
    }

    private static PrivateKey privateKey(String base64) {
        try {
            byte[] encoded = Base64.getDecoder().decode(base64);
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Pairing create() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String name = HexFormat.of().formatHex(id);
        KeyPair keys = generate();
        return new Pairing(
                name,
                Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()),
                cipher.encrypt(
                        name,
                        Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded())));
    }

    private KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
