package io.wave.cloud.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.GoogleCredentials;
import io.wave.cloud.Targets;
import io.wave.cloud.login.CloudLogin;
import io.wave.cloud.login.LoginException;
import io.wave.local.fake.LoginProxy;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.Credentials.Kind;
import io.wave.security.TrustedCertificates;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class GoogleLoginsTest {

    private static final RegistryTarget TARGET =
            Targets.of("europe-docker.pkg.dev", Targets.identity(Kind.GOOGLE_IDENTITY));

    private static final String KEY = privateKey();

    private static final String NO_SERVER = "127.0.0.1:1";

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

    /** It asks for the login; there is no server behind it. */
    @Test
    void proxyOfTheOperatorGetsItsLogin() {
        try (LoginProxy proxy = LoginProxy.start("wave:a secret")) {
            Map<String, String> properties = Map.of(
                    "http.nonProxyHosts",
                    "",
                    "https.proxyHost",
                    "127.0.0.1",
                    "https.proxyPort",
                    Integer.toString(proxy.port()),
                    "https.proxyUser",
                    "wave",
                    "https.proxyPassword",
                    "a secret");
            properties.forEach(System::setProperty);
            try {
                assertThatThrownBy(() -> new GoogleLogins(
                                        () -> GoogleCredentials.fromStream(
                                                stream(serviceAccount("https://" + NO_SERVER)),
                                                () -> GoogleLogins.transport(TrustedCertificates.OF_RUNTIME)),
                                        Clock.systemUTC())
                                .request(TARGET))
                        .isInstanceOf(LoginException.class);
            } finally {
                properties.keySet().forEach(System::clearProperty);
            }
            assertThat(proxy.targets()).isNotEmpty().containsOnly(NO_SERVER);
        }
    }

    @Test
    void keysAreSentAsTheyAre() {
        assertThat(logins().scope(Targets.of("europe-docker.pkg.dev", new Credentials("_json_key", "{}"))))
                .isEmpty();
    }

    private GoogleLogins logins() {
        return new GoogleLogins(
                () -> GoogleCredentials.fromStream(stream(serviceAccount("http://" + google.host()))),
                Clock.systemUTC());
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String serviceAccount(String url) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("type", "service_account")
                .put("client_id", "1")
                .put("client_email", "wave@example.test")
                .put("private_key_id", "1")
                .put("private_key", KEY)
                .put("token_uri", url + "/token")
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
