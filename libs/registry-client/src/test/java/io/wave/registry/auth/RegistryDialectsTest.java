package io.wave.registry.auth;

import static io.wave.registry.Clients.TENANT;
import static io.wave.registry.Clients.await;
import static io.wave.registry.Clients.user;
import static io.wave.registry.Scripts.MANIFEST_PATH;
import static io.wave.registry.Scripts.image;
import static io.wave.registry.Scripts.json;
import static io.wave.registry.Scripts.manifest;
import static io.wave.registry.Scripts.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.wave.local.fake.ScriptedRegistry;
import io.wave.registry.Clients;
import io.wave.registry.RegistryClient;
import io.wave.registry.config.Credentials;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The challenges and tokens of the registries in {@code docs/registries.md}, with the user names that these expect. */
class RegistryDialectsTest {

    private static final String PASSWORD = "a \"secret\": {with} all\nkinds of=text";
    private static final String PULL = "scope=\"repository:some/image:pull\"";

    private final ScriptedRegistry registry = ScriptedRegistry.start();
    private final ScriptedRegistry tokenService = ScriptedRegistry.start();

    @AfterEach
    void stop() {
        registry.close();
        tokenService.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Docker Hub | /token | service=\"registry.docker.io\",PULL | account | {\"token\":\"t\",\"access_token\":\"t\",\"expires_in\":300} | service=registry.docker.io&scope=repository:some/image:pull",
                "GitHub | /token | service=\"ghcr.io\",PULL | account | {\"token\":\"t\"} | service=ghcr.io&scope=repository:some/image:pull",
                "Quay | /v2/auth | service=\"quay.io\" | org+robot | {\"token\":\"t\"} | service=quay.io&scope=repository:some/image:pull",
                "GitLab | /jwt/auth | service=\"container_registry\",PULL,error=\"invalid_token\" | gitlab+deploy-token-1 | {\"token\":\"t\",\"expires_in\":300} | service=container_registry&scope=repository:some/image:pull",
                "Gitea | /v2/token | service=\"container_registry\",scope=\"*\" | account | {\"token\":\"t\"} | service=container_registry&scope=repository:some/image:pull",
                "Harbor | /service/token | service=\"harbor-registry\",PULL | robot$team+ci | {\"token\":\"t\",\"access_token\":\"\",\"expires_in\":1800} | service=harbor-registry&scope=repository:some/image:pull",
                "Google | /v2/token | | _json_key | {\"token\":\"t\",\"expires_in\":43200} | scope=repository:some/image:pull",
                "Azure | /oauth2/token | service=\"example.azurecr.io\",PULL | 2c0d1b1e-0000-0000-0000-000000000000 | {\"access_token\":\"t\"} | service=example.azurecr.io&scope=repository:some/image:pull",
                "ECR Public | /token/ | service=\"public.ecr.aws\",scope=\"aws\" | AWS | {\"token\":\"t\"} | service=public.ecr.aws&scope=repository:some/image:pull"
            })
    void tokenService(
            String name, String path, @Nullable String parameters, String username, String response, String query) {
        String more = parameters == null ? "" : "," + parameters.replace("PULL", PULL);
        registry.on(
                MANIFEST_PATH,
                refusal("Bearer realm=\"http://%s%s\"%s".formatted(tokenService.host(), path, more)),
                manifest());
        tokenService.on(path, json(response));

        pull(username);

        assertThat(tokenService.calls()).singleElement().satisfies(call -> {
            assertThat(call.header("Authorization")).hasValue(basic(username));
            assertThat(call.query()).isEqualTo(query);
        });
        assertThat(registry.calls().getLast().header("Authorization")).hasValue("Bearer t");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ECR | Basic realm=\"https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/\",service=\"ecr.amazonaws.com\" | AWS",
                "registry with htpasswd | Basic realm=\"Registry Realm\" | user"
            })
    void basic(String name, String challenge, String username) {
        registry.on(MANIFEST_PATH, refusal(challenge), manifest());

        pull(username);

        assertThat(registry.calls().getLast().header("Authorization")).hasValue(basic(username));
    }

    private void pull(String username) {
        try (RegistryClient client = Clients.of(Map.of(registry.host(), user(username, PASSWORD)))) {
            await(client.manifest(image(registry), TENANT));
        }
    }

    private static String basic(String username) {
        return "Basic " + new Credentials(username, PASSWORD).encoded();
    }
}
