package io.wave.api.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedCall;
import io.wave.local.server.DockerRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsIT extends RequestApiIT {

    private static final String PASSWORD = "a secret: with /+ odd=chars";
    private static final String HTPASSWD = "user:$2b$05$abcdefghijklmnopqrstuuLk9PsWWsdHMJYBsDB08UaKt.SjTQ6Ne\n";

    @Test
    void registryWithPasswords(@TempDir Path folder) {
        assumeTrue(DockerRegistry.isInstalled(), "needs docker-registry on the PATH");
        try (DockerRegistry registry = DockerRegistry.startProtected(folder, HTPASSWD)) {
            assertThat(validate("user", PASSWORD, registry.host()).body()).isEqualTo("true");
            assertThat(validate("user", PASSWORD, "HTTP://" + registry.host() + "/v2/")
                            .body())
                    .isEqualTo("true");
            assertThat(validate("user", "wrong", registry.host()).body()).isEqualTo("false");
            assertThat(validate("other", PASSWORD, registry.host()).body()).isEqualTo("false");
            Answer legacy = client().post(
                            "/validate-creds", "{\"request\":%s}".formatted(body("user", PASSWORD, registry.host())));
            assertThat(legacy.status()).isEqualTo(200);
            assertThat(legacy.body()).isEqualTo("true");
            assertThat(legacy.header("Content-Type")).startsWith("application/json");
        }
    }

    @ParameterizedTest
    @CsvSource({"docker.io", "registry-1.docker.io", "https://index.docker.io/v1/"})
    void dockerHubUsesItsTokenService(String name) {
        String challenge = "Bearer realm=\"http://%s/token\",service=\"hub\"".formatted(REGISTRY.host());
        REGISTRY.on(
                "/v2/",
                ScriptedAnswer.error(401, "UNAUTHORIZED").with("WWW-Authenticate", challenge),
                ScriptedAnswer.of(200));
        REGISTRY.on(
                "/token",
                ScriptedAnswer.content("application/json", "{\"token\":\"t\"}".getBytes(StandardCharsets.UTF_8)));

        assertThat(validate("user", "secret", name).body()).isEqualTo("true");

        ScriptedCall asked = REGISTRY.calls().stream()
                .filter(call -> call.path().equals("/token"))
                .reduce((_, last) -> last)
                .orElseThrow();
        assertThat(asked.query()).isEqualTo("service=hub");
        REGISTRY.on("/v2/", ScriptedAnswer.error(401, "UNAUTHORIZED").with("WWW-Authenticate", challenge));
        REGISTRY.on("/token", ScriptedAnswer.error(401, "UNAUTHORIZED"));
        assertThat(validate("user", "wrong", name).body()).isEqualTo("false");
    }

    @Test
    void unreachableRegistryAcceptsNothing() {
        assertThat(validate("user", "secret", "127.0.0.1:1").body()).isEqualTo("false");
        REGISTRY.on("/v2/", ScriptedAnswer.of(500));
        assertThat(validate("user", "secret", REGISTRY.host()).body()).isEqualTo("false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "{}                                                            | userName: is required",
                "{'userName':'u','password':'p'}                               | registry: is required",
                "{'userName':'u','password':' ','registry':'quay.io'}          | password: is required",
                "{'userName':'u','password':'p','registry':'nonsense'}         | registry: invalid registry",
                "{'userName':'u','password':'p','registry':'a@b.c'}            | registry: invalid registry",
                "{'userName':{},'password':'p','registry':'quay.io'}           | userName: must be a string",
            })
    void invalidRequestsNameTheField(String json, String message) {
        Answer answer = client().post("/v1alpha2/validate-creds", json.replace('\'', '"'));
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("message")).startsWith(message);
    }

    @Test
    void version1BodyIsWrapped() {
        assertThat(client().post("/validate-creds", body("u", "p", "quay.io")).text("message"))
                .startsWith("request: is required");
    }

    private Answer validate(String user, String password, String registry) {
        Answer answer = client().post("/v1alpha2/validate-creds", body(user, password, registry));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static String body(String user, String password, String registry) {
        return "{\"userName\":\"%s\",\"password\":\"%s\",\"registry\":\"%s\"}".formatted(user, password, registry);
    }
}
