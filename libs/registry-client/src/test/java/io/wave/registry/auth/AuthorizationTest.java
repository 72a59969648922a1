package io.wave.registry.auth;

import static io.wave.registry.Clients.TENANT;
import static io.wave.registry.Clients.await;
import static io.wave.registry.Clients.user;
import static io.wave.registry.Scripts.MANIFEST_PATH;
import static io.wave.registry.Scripts.bearerRefusal;
import static io.wave.registry.Scripts.image;
import static io.wave.registry.Scripts.json;
import static io.wave.registry.Scripts.manifest;
import static io.wave.registry.Scripts.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedCall;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.oci.OciErrorCode;
import io.wave.registry.Clients;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.config.Credentials;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthorizationTest {

    private static final String BASIC = "Basic " + new Credentials("user", "secret").encoded();

    private final ScriptedRegistry registry = ScriptedRegistry.start();
    private final ScriptedRegistry tokenService = ScriptedRegistry.start();
    private final RegistryClient client = Clients.of(Map.of(registry.host(), user("user", "secret")));

    @AfterEach
    void stop() {
        registry.close();
        tokenService.close();
    }

    @Test
    void tokenIsRequestedAfterChallenge() {
        registry.on(MANIFEST_PATH, bearerRefusal(tokenService), manifest());
        tokenService.on("/token", json("{\"token\":\"t1\"}"));

        await(client.manifest(image(registry), TENANT));

        assertThat(shown(registry)).containsExactly("", "Bearer t1");
        assertThat(shown(tokenService)).containsExactly(BASIC);
        assertThat(tokenService.calls().getFirst().query())
                .isEqualTo("account=a&service=a registry&scope=repository:some/image:pull");
    }

    @Test
    void scopeOfTheChallengeIsRequested() {
        registry.on(
                MANIFEST_PATH,
                refusal("bearer scope=\"repository:mirror/some/image:pull\", realm=\"http://%s/token\""
                        .formatted(tokenService.host())),
                manifest());
        tokenService.on("/token", json("{\"access_token\":\"t1\"}"));

        await(client.manifest(image(registry), TENANT));

        assertThat(tokenService.calls().getFirst().query()).isEqualTo("scope=repository:mirror/some/image:pull");
    }

    @Test
    void tokenIsReused() {
        registry.on(MANIFEST_PATH, bearerRefusal(tokenService), manifest());
        tokenService.on("/token", json("{\"token\":\"t1\",\"expires_in\":300}"));

        await(client.manifest(image(registry), TENANT));
        await(client.resolve(image(registry), TENANT));

        assertThat(shown(registry)).containsExactly("", "Bearer t1", "Bearer t1");
        assertThat(tokenService.calls()).hasSize(1);
    }

    @Test
    void rejectedTokenIsRenewedOnce() {
        registry.on(MANIFEST_PATH, bearerRefusal(tokenService), manifest(), bearerRefusal(tokenService), manifest());
        tokenService.on("/token", json("{\"token\":\"t1\"}"), json("{\"token\":\"t2\"}"));

        await(client.manifest(image(registry), TENANT));
        await(client.manifest(image(registry), TENANT));

        assertThat(shown(registry)).containsExactly("", "Bearer t1", "Bearer t1", "Bearer t2");
    }

    @Test
    void rejectionOfEveryTokenEndsTheCall() {
        registry.on(MANIFEST_PATH, bearerRefusal(tokenService));
        tokenService.on("/token", json("{\"token\":\"t1\"}"));

        assertThatThrownBy(() -> await(client.manifest(image(registry), TENANT)))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        failure -> assertThat(failure.code()).isEqualTo(OciErrorCode.UNAUTHORIZED));
        assertThat(registry.calls()).hasSize(2);
    }

    @Test
    void expiredTokenIsRenewed() {
        registry.on(MANIFEST_PATH, bearerRefusal(tokenService), manifest());
        tokenService.on("/token", json("{\"token\":\"t1\",\"expires_in\":1}"), json("{\"token\":\"t2\"}"));

        await(client.manifest(image(registry), TENANT));

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            await(client.manifest(image(registry), TENANT));
            assertThat(shown(registry)).contains("Bearer t2");
        });
    }

    @Test
    void tokensAreNotSharedBetweenTenants() {
        registry.on(MANIFEST_PATH, bearerRefusal(tokenService), manifest(), bearerRefusal(tokenService), manifest());
        tokenService.on("/token", json("{\"token\":\"t1\"}"), json("{\"token\":\"t2\"}"));

        await(client.manifest(image(registry), TENANT));
        await(client.manifest(image(registry), new RegistryAccess("other")));

        assertThat(shown(registry)).containsExactly("", "Bearer t1", "", "Bearer t2");
    }

    @Test
    void anonymousAccessGetsAnAnonymousToken() {
        registry.on(MANIFEST_PATH, bearerRefusal(tokenService), manifest());
        tokenService.on("/token", json("{\"token\":\"t1\"}"));

        await(client.manifest(image(registry), RegistryAccess.NONE));

        assertThat(shown(tokenService)).containsExactly("");
    }

    @Test
    void basicSchemeIsCaseInsensitiveAmongOthers() {
        registry.on(MANIFEST_PATH, refusal("Negotiate, BASIC realm=\"free text\""), manifest());

        await(client.manifest(image(registry), TENANT));
        await(client.manifest(image(registry), TENANT));

        assertThat(shown(registry)).containsExactly("", BASIC, BASIC);
    }

    @Test
    void tokenIsRequestedByPostIfGetIsUnsupported() {
        registry.on(MANIFEST_PATH, bearerRefusal(tokenService), manifest());
        tokenService.on("/token", ScriptedAnswer.of(405), json("{\"access_token\":\"t1\"}"));

        await(client.manifest(image(registry), TENANT));

        assertThat(tokenService.calls()).extracting(ScriptedCall::method).containsExactly("GET", "POST");
        assertThat(shown(registry)).containsExactly("", "Bearer t1");
    }

    @Test
    void identityTokenIsSentByPostOnly() {
        RegistryClient other = Clients.of(Map.of(registry.host(), user("<token>", "identity")));
        registry.on(MANIFEST_PATH, bearerRefusal(tokenService), manifest());
        tokenService.on("/token", json("{\"access_token\":\"t1\"}"));

        await(other.manifest(image(registry), TENANT));

        assertThat(tokenService.calls()).extracting(ScriptedCall::method).containsExactly("POST");
        assertThat(shown(tokenService)).containsExactly("");
    }

    @Test
    void failureOfTheTokenServiceReachesAllCalls() {
        registry.on(MANIFEST_PATH, bearerRefusal(tokenService));
        tokenService.on("/token", ScriptedAnswer.error(403, "DENIED"));

        assertThatThrownBy(() -> await(client.manifest(image(registry), TENANT)))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        failure -> assertThat(failure.code()).isEqualTo(OciErrorCode.DENIED));
    }

    @Test
    void emptyTokenIsIgnored() {
        registry.on(MANIFEST_PATH, bearerRefusal(tokenService), manifest());
        tokenService.on("/token", json("{\"token\":\"\",\"access_token\":\"x\"}"));

        await(client.manifest(image(registry), TENANT));

        assertThat(shown(registry)).containsExactly("", "Bearer x");
    }

    @Test
    void overlongTokenIsRejected() {
        registry.on(MANIFEST_PATH, bearerRefusal(tokenService));
        tokenService.on("/token", json("{\"token\":\"%s\"}".formatted("x".repeat(16 * 1024 + 1))));

        assertThatThrownBy(() -> await(client.manifest(image(registry), TENANT)))
                .hasMessageContaining("the token service '127.0.0.1' returned no valid token: the token exceeds 16384")
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        failure -> assertThat(failure.failure()).isEqualTo(RegistryFailure.INVALID_ANSWER));
        assertThat(tokenService.calls()).hasSize(1);
    }

    @Test
    void tokenRejectedWithoutChallengeIsRenewedOnce() {
        ScriptedAnswer wordless = ScriptedAnswer.error(401, "UNAUTHORIZED");
        registry.on(MANIFEST_PATH, bearerRefusal(tokenService), manifest(), wordless, manifest(), wordless);
        tokenService.on("/token", json("{\"token\":\"t1\"}"), json("{\"token\":\"t2\"}"), json("{\"token\":\"t3\"}"));

        await(client.manifest(image(registry), TENANT));
        await(client.manifest(image(registry), TENANT));
        assertThatThrownBy(() -> await(client.manifest(image(registry), TENANT)))
                .isInstanceOf(RegistryException.class);

        assertThat(shown(registry))
                .containsExactly("", "Bearer t1", "Bearer t1", "Bearer t2", "Bearer t2", "Bearer t3");
    }

    @Test
    void invalidRealmIsRejected() {
        registry.on(MANIFEST_PATH, refusal("Bearer realm=\"ftp://somewhere\""));

        assertThatThrownBy(() -> await(client.manifest(image(registry), TENANT)))
                .hasMessageContaining("token service");
    }

    private static List<String> shown(ScriptedRegistry server) {
        return server.calls().stream()
                .map(call -> call.header("Authorization").orElse(""))
                .toList();
    }
}
