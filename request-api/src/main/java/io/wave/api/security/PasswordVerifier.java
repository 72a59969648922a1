package io.wave.api.security;

import java.util.Map;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;

/** Verifies passwords of operators. */
final class PasswordVerifier {

    private static final String BCRYPT = "bcrypt";

    private final PasswordEncoder encoder = encoder();
    /** Hash that is checked for unknown users, so that the response time does not reveal which users exist. */
    private final String nobody = encoder.encode("nobody");

    boolean match(String password, String hash) {
        return encoder.matches(password, hash);
    }

    /** Takes the time of a check. */
    boolean compareWithDummy(String password) {
        return encoder.matches(password, nobody) && nobody.isEmpty();
    }

    private static PasswordEncoder encoder() {
        var encoder = new DelegatingPasswordEncoder(
                BCRYPT,
                Map.of(
                        BCRYPT,
                        new BCryptPasswordEncoder(),
                        "argon2",
                        Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8(),
                        "pbkdf2",
                        Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8()));
        encoder.setDefaultPasswordEncoderForMatches(new Sha256Passwords());
        return encoder;
    }
}
