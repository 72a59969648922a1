package io.wave.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.api.security.caller.Caller;
import io.wave.api.security.caller.CallerAuthentication;
import io.wave.api.security.limit.TestGuessLimiter;
import io.wave.api.web.problem.ApiException;
import io.wave.image.Digest;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;

@ExtendWith(OutputCaptureExtension.class)
class OperatorAccountsTest {

    private static final String PASSWORD = "a secret: with colon";
    private static final String SHA256 =
            Digest.of(PASSWORD.getBytes(StandardCharsets.UTF_8)).hex();
    private static final AccountProperties PROPERTIES = new AccountProperties(Map.of(
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
            "old", SHA256));

    private final MockHttpServletRequest current = new MockHttpServletRequest();
    private final OperatorAccounts accounts =
            new OperatorAccounts(PROPERTIES, TestGuessLimiter.allowing(10), new SecureRandom());

    @ParameterizedTest
    @ValueSource(strings = {"bcrypt", "htpasswd", "argon2", "pbkdf2", "old"})
    void supportedHashesAreAccepted(String user) {
        assertThatCode(() -> requireOperator(basic(user, PASSWORD))).doesNotThrowAnyException();
        assertRefused(basic(user, "wrong"));
        assertRefused(basic(user, ""));
    }

    @Test
    void wrongCredentialsAreRejected() {
        assertRefused(null);
        assertRefused("");
        assertRefused("Basic");
        assertRefused("Basic ***");
        assertRefused("Bearer x");
        assertRefused(basic("nobody", PASSWORD));
        assertRefused(basic("old", SHA256));
    }

    @Test
    void invalidHashIsAnError() {
        assertThatThrownBy(() -> new AccountProperties(Map.of("me", "secret")))
                .hasMessageContaining("wave.accounts.me")
                .hasMessageNotContaining("secret");
    }

    @Test
    void plainSha256IsReportedInLog(CapturedOutput output) {
        var _ = new OperatorAccounts(
                new AccountProperties(Map.of("old", SHA256)), TestGuessLimiter.allowing(1), new SecureRandom());
        assertThat(output).contains("WARN", "wave.accounts.old").doesNotContain(SHA256);
    }

    @Test
    void tooManyWrongPasswordsAreNotChecked() {
        assertThatCode(() -> requireOperator(basic("bcrypt", PASSWORD))).doesNotThrowAnyException();
        for (int i = 0; i < 10; i++) {
            assertStatus(basic("nobody", "guess" + i), HttpStatus.UNAUTHORIZED);
        }
        assertStatus(basic("nobody", "guess"), HttpStatus.TOO_MANY_REQUESTS);
        assertStatus(basic("argon2", PASSWORD), HttpStatus.TOO_MANY_REQUESTS);
        // Recently verified credentials and other addresses are accepted.
        assertThatCode(() -> requireOperator(basic("bcrypt", PASSWORD))).doesNotThrowAnyException();
        current.setRemoteAddr("192.0.2.7");
        assertThatCode(() -> requireOperator(basic("argon2", PASSWORD))).doesNotThrowAnyException();
        assertStatus(basic("nobody", "guess"), HttpStatus.UNAUTHORIZED);
    }

    private void assertStatus(String header, HttpStatus status) {
        assertThatThrownBy(() -> requireOperator(header))
                .isInstanceOfSatisfying(
                        ApiException.class, error -> assertThat(error.status()).isEqualTo(status));
    }

    /** As the filter chain and the handlers for operators do. */
    private void requireOperator(@Nullable String header) throws ServletException, IOException {
        var filter = new OperatorAuthenticationFilter(
                new ProviderManager(accounts), SecurityConfiguration.respondingWith((_, _, _, refusal) -> {
                    throw (ApiException) refusal;
                }));
        var request = new MockHttpServletRequest("DELETE", "/container-token/x");
        request.setRemoteAddr(current.getRemoteAddr());
        if (header != null) {
            request.addHeader("Authorization", header);
        }
        SecurityContextHolder.clearContext();
        filter.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
        if (!(SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication token)
                || !(token.getPrincipal() instanceof Caller.Operator)) {
            throw ApiException.unauthorized();
        }
    }

    private void assertRefused(@Nullable String header) {
        assertThatThrownBy(() -> requireOperator(header)).isInstanceOf(ApiException.class);
    }

    private static String basic(String user, String password) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }
}
