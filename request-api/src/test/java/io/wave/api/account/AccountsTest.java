package io.wave.api.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.api.problem.ApiException;
import io.wave.image.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;

@ExtendWith(OutputCaptureExtension.class)
class AccountsTest {

    private static final String PASSWORD = "a secret: with colon";
    private static final String SHA256 =
            Digest.of(PASSWORD.getBytes(StandardCharsets.UTF_8)).hex();
    private static final Accounts ACCOUNTS = new Accounts(new AccountProperties(Map.of(
            "bcrypt", "{bcrypt}" + new BCryptPasswordEncoder().encode(PASSWORD),
            "htpasswd",
                    "{bcrypt}" + new BCryptPasswordEncoder().encode(PASSWORD).replace("$2a$", "$2y$"),
            "argon2",
                    "{argon2}"
                            + Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8()
                                    .encode(PASSWORD),
            "pbkdf2",
                    "{pbkdf2}"
                            + Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8()
                                    .encode(PASSWORD),
            "old", SHA256)));

    @ParameterizedTest
    @ValueSource(strings = {"bcrypt", "htpasswd", "argon2", "pbkdf2", "old"})
    void everyHashIsRead(String user) {
        assertThatCode(() -> ACCOUNTS.requireOperator(basic(user, PASSWORD))).doesNotThrowAnyException();
        assertRefused(basic(user, "wrong"));
        assertRefused(basic(user, ""));
    }

    @Test
    void othersAreRefused() {
        assertRefused(null);
        assertRefused("");
        assertRefused("Basic");
        assertRefused("Basic ***");
        assertRefused("Bearer x");
        assertRefused(basic("nobody", PASSWORD));
        assertRefused(basic("old", SHA256));
    }

    @Test
    void whatIsNoHashIsAnError() {
        assertThatThrownBy(() -> new AccountProperties(Map.of("me", "secret")))
                .hasMessageContaining("wave.accounts.me")
                .hasMessageNotContaining("secret");
    }

    @Test
    void hashesOfTheOldFormAreWarnedOf(CapturedOutput output) {
        var _ = new Accounts(new AccountProperties(Map.of("old", SHA256)));
        assertThat(output).contains("WARN", "wave.accounts.old").doesNotContain(SHA256);
    }

    private static void assertRefused(@Nullable String header) {
        assertThatThrownBy(() -> ACCOUNTS.requireOperator(header)).isInstanceOf(ApiException.class);
    }

    private static String basic(String user, String password) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }
}
