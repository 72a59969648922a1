package io.wave.cloud.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.GoogleCredentials;
import io.wave.cloud.Targets;
import io.wave.cloud.login.CloudLogin;
import io.wave.cloud.login.LoginException;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.Credentials.Kind;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class GoogleLoginsTest {

    private static final RegistryTarget TARGET =
            Targets.of("europe-docker.pkg.dev", Targets.identity(Kind.GOOGLE_IDENTITY));

    private static final String KEY = privateKey();

    private final ScriptedRegistry google = ScriptedRegistry.start();

    @AfterEach
    void stop() {
        google.close();
    }

    @Test
    void accessTokenIsTheLogin() {
        google.on(
                "/token", json(200, "{\"access_token\":\"the-token\",\"expires_in\":3600,\"token_type\":\"Bearer\"}"));

        CloudLogin login = logins().request(TARGET);

        assertThat(login.login()).isEqualTo(new Credentials("oauth2accesstoken", "the-token"));
        assertThat(login.end())
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(50)),
                        Instant.now().plus(Duration.ofMinutes(61)));
    }

    @ParameterizedTest
    @CsvSource({"400, '{\"error\":\"invalid_grant\"}', MISCONFIGURED", "200, <html>a proxy</html>, UNAVAILABLE"})
    void failures(int status, String body, String reason) {
        google.on("/token", json(status, body));

        assertThatThrownBy(() -> logins().request(TARGET)).isInstanceOfSatisfying(LoginException.class, failure -> {
            assertThat(failure.reason()).hasToString(reason);
            assertThat(failure.getMessage()).startsWith("Google Cloud").doesNotContain("invalid_grant");
        });
    }

    @Test
    void serviceWithoutIdentity() {
        GoogleLogins without = new GoogleLogins(
                () -> {
                    throw new FileNotFoundException("a path");
                },
                Clock.systemUTC());

        assertThatThrownBy(() -> without.request(TARGET))
                .hasMessageContaining("GOOGLE_APPLICATION_CREDENTIALS")
                .hasMessageNotContaining("a path");
    }

    @Test
    void keysAreSentAsTheyAre() {
        assertThat(logins().scope(Targets.of("europe-docker.pkg.dev", new Credentials("_json_key", "{}"))))
                .isEmpty();
    }

    private GoogleLogins logins() {
        return new GoogleLogins(
                () -> GoogleCredentials.fromStream(
                        new ByteArrayInputStream(serviceAccount().getBytes(StandardCharsets.UTF_8))),
                Clock.systemUTC());
    }

    private String serviceAccount() {
        return JsonMapper.shared()
                .createObjectNode()
                .put("type", "service_account")
                .put("client_id", "1")
                .put("client_email", "wave@example.test")
                .put("private_key_id", "1")
                .put("private_key", KEY)
                .put("token_uri", "http://%s/token".formatted(google.host()))
                .toString();
    }

    private static String privateKey() {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
            keys.initialize(2048);
            byte[] key = keys.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                    .formatted(Base64.getMimeEncoder().encodeToString(key));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ScriptedAnswer json(int status, String text) {
        return ScriptedAnswer.of(status)
                .with("Content-Type", "application/json")
                .with(text.getBytes(StandardCharsets.UTF_8));
    }
}
