package io.wave.api.security;

import io.wave.image.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/** The unsalted SHA-256 password hashes of Wave: accepted, never created. */
final class Sha256Passwords implements PasswordEncoder {

    /** Whether a configured hash has this format. */
    static boolean isOne(String hash) {
        return !hash.startsWith("{");
    }

    @Override
    public String encode(@Nullable CharSequence password) {
        throw new UnsupportedOperationException("SHA-256 hashes are not created");
    }

    @Override
    public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
        if (password == null || hash == null) {
            return false;
        }
        String given = Digest.of(bytes(password.toString())).hex();
        return MessageDigest.isEqual(bytes(hash), bytes(given));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
