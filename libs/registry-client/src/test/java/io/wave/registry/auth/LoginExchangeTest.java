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

import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedCall;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.oci.OciErrorCode;
import io.wave.registry.Clients;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.RegistryEntry;
import io.wave.registry.error.RegistryException;
import io.wave.registry.login.LoginExchange;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class LoginExchangeTest {

    private static final ScriptedAnswer BASIC_REFUSAL = refusal("Basic realm=\"here\"");

    private final ScriptedRegistry registry = ScriptedRegistry.start();
    private final ScriptedRegistry tokenService = ScriptedRegistry.start();
    private final Numbered logins = new Numbered();
    private final RegistryClient client =
            Clients.exchanging(Map.of(registry.host(), user("key", "configured")), logins);

    @AfterEach
    void stop() {
        client.close();
        registry.close();
        tokenService.close();
    }

    @Test
    void loginIsSentInsteadOfTheCredentials() {
        registry.on(MANIFEST_PATH, BASIC_REFUSAL, manifest());

        await(client.manifest(image(registry), TENANT));

        assertThat(shown(registry)).containsExactly("", basic(1));
    }

    @Test
    void rejectedLoginIsReplacedOnce() {
        registry.on(MANIFEST_PATH, BASIC_REFUSAL, BASIC_REFUSAL, manifest(), BASIC_REFUSAL, manifest());

        await(client.manifest(image(registry), TENANT));
        await(client.manifest(image(registry), TENANT));

        assertThat(shown(registry)).containsExactly("", basic(1), basic(2), basic(2), basic(3));
    }

    @Test
    void rejectionOfTheReplacementEndsTheCall() {
        registry.on(MANIFEST_PATH, BASIC_REFUSAL);

        assertUnauthorized(client);

        assertThat(shown(registry)).containsExactly("", basic(1), basic(2));
    }

    @Test
    void tokenServiceGetsTheLogin() {
        registry.on(MANIFEST_PATH, bearerRefusal(tokenService), manifest());
        tokenService.on("/token", ScriptedAnswer.error(401, "UNAUTHORIZED"), json("{\"token\":\"t1\"}"));

        await(client.manifest(image(registry), TENANT));

        assertThat(shown(tokenService)).containsExactly(basic(1), basic(2));
        assertThat(shown(registry)).containsExactly("", "Bearer t1");
    }

    @Test
    void tokenServiceRejectsAll() {
        registry.on(MANIFEST_PATH, bearerRefusal(tokenService));
        tokenService.on("/token", ScriptedAnswer.error(401, "UNAUTHORIZED"));

        assertUnauthorized(client);

        assertThat(shown(tokenService)).containsExactly(basic(1), basic(2));
    }

    @Test
    void identityIsNeverSentByItself() {
        registry.on(MANIFEST_PATH, BASIC_REFUSAL);
        try (RegistryClient without =
                Clients.of(Map.of(registry.host(), RegistryEntry.of(RegistryEntry.Identity.AWS, null)))) {
            assertUnauthorized(without);
        }

        assertThat(shown(registry)).containsExactly("");
    }

    private void assertUnauthorized(RegistryClient asked) {
        assertThatThrownBy(() -> await(asked.manifest(image(registry), TENANT)))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        failure -> assertThat(failure.code()).isEqualTo(OciErrorCode.UNAUTHORIZED));
    }

    private static List<String> shown(ScriptedRegistry asked) {
        return asked.calls().stream()
                .map((ScriptedCall call) -> call.header("Authorization").orElse(""))
                .toList();
    }

    private static String basic(int number) {
        return "Basic " + login(number).encoded();
    }

    private static Credentials login(int number) {
        return new Credentials("login", Integer.toString(number));
    }

    /** Gives out logins by number. */
    private static final class Numbered implements LoginExchange {

        private final AtomicInteger current = new AtomicInteger(1);

        @Override
        public Mono<Credentials> login(RegistryTarget target) {
            return Mono.justOrEmpty(target.credentials()).map(_ -> LoginExchangeTest.login(current.get()));
        }

        @Override
        public Mono<Credentials> replacement(RegistryTarget target, Credentials rejected) {
            return Mono.fromSupplier(() -> LoginExchangeTest.login(current.incrementAndGet()));
        }
    }
}
