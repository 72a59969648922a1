package io.wave.cloud.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.cloud.Targets;
import io.wave.cloud.login.CloudLogin;
import io.wave.cloud.login.LoginException;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.registry.access.Purpose;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.Credentials.Kind;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryEntry;
import io.wave.security.TrustedCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureLoginsTest {

    private static final String ENTRA = "/a-tenant/oauth2/v2.0/token";
    private static final String EXCHANGE = "/oauth2/exchange";
    private static final String NAME = "example.azurecr.io";
    private static final ScriptedAnswer ACCESS = json(200, "{\"access_token\":\"an-access-token\"}");

    @TempDir
    private Path folder;

    private final ScriptedRegistry azure = ScriptedRegistry.start();

    @BeforeEach
    void writeToken() throws IOException {
        Files.writeString(folder.resolve("token"), "a-federated-token\n");
    }

    @AfterEach
    void stop() {
        azure.close();
    }

    @Test
    void refreshTokenIsTheLogin() {
        Instant end = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 10_800);
        String token = "e30.%s.signature".formatted(encoded("{\"exp\":%d}".formatted(end.getEpochSecond())));
        azure.on(ENTRA, ACCESS).on(EXCHANGE, json(200, "{\"refresh_token\":\"%s\"}".formatted(token)));

        CloudLogin login = logins(environment()).request(target());

        assertThat(login.login()).isEqualTo(new Credentials("00000000-0000-0000-0000-000000000000", token));
        assertThat(login.end()).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        "401, '{\"error\":\"invalid_client\"}', MISCONFIGURED, Microsoft Entra ID does not accept",
        "503, '', UNAVAILABLE, Microsoft Entra ID responded with status 503",
        "302, '', UNAVAILABLE, Microsoft Entra ID responded with status 302",
        "200, <html>a proxy</html>, UNAVAILABLE, without a token"
    })
    void failuresOfTheDirectory(int status, String body, String reason, String message) {
        azure.on(ENTRA, json(status, body));

        assertFailure(environment(), reason, message);
    }

    @ParameterizedTest
    @CsvSource({
        "401, '{}', MISCONFIGURED, AcrPull",
        "500, '', UNAVAILABLE, Azure Container Registry responded with status 500"
    })
    void failuresOfTheRegistry(int status, String body, String reason, String message) {
        azure.on(ENTRA, ACCESS).on(EXCHANGE, json(status, body));

        assertFailure(environment(), reason, message);
    }

    @Test
    void nobodyThere() {
        azure.close();

        assertFailure(environment(), "UNAVAILABLE", "Microsoft Entra ID cannot be reached");
    }

    @Test
    void serviceWithoutIdentity() {
        assertFailure(Map.of("AZURE_CLIENT_ID", "a-client"), "MISCONFIGURED", "AZURE_FEDERATED_TOKEN_FILE");
    }

    private void assertFailure(Map<String, String> environment, String reason, String message) {
        assertThatThrownBy(() -> logins(environment).request(target()))
                .isInstanceOfSatisfying(LoginException.class, failure -> {
                    assertThat(failure.reason()).hasToString(reason);
                    assertThat(failure.getMessage())
                            .contains(message)
                            .doesNotContain("a-federated-token", "an-access-token", "invalid_client");
                });
    }

    private AzureLogins logins(Map<String, String> environment) {
        return new AzureLogins(environment, TrustedCertificates.OF_RUNTIME, Clock.systemUTC());
    }

    private Map<String, String> environment() {
        return Map.of(
                "AZURE_CLIENT_ID",
                "a-client",
                "AZURE_TENANT_ID",
                "a-tenant",
                "AZURE_FEDERATED_TOKEN_FILE",
                folder.resolve("token").toString(),
                "AZURE_AUTHORITY_HOST",
                "http://%s/".formatted(azure.host()));
    }

    private RegistryTarget target() {
        RegistryEntry entry = RegistryEntry.of(RegistryEntry.Identity.AZURE, "http://" + azure.host());
        return new RegistryTarget(
                NAME,
                "team/app",
                new RegistriesProperties(Map.of(NAME, entry)).endpoint(NAME, "team/app"),
                "tenant",
                Optional.of(Targets.identity(Kind.AZURE_IDENTITY)),
                Purpose.PULL);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ScriptedAnswer json(int status, String text) {
        return ScriptedAnswer.of(status)
                .with("Content-Type", "application/json")
                .with(text.getBytes(StandardCharsets.UTF_8));
    }
}
