package io.wave.registry;

import static io.wave.registry.Clients.TENANT;
import static io.wave.registry.Clients.await;
import static io.wave.registry.Scripts.MANIFEST_PATH;
import static io.wave.registry.Scripts.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wave.image.ImageReference;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.local.server.FreePort;
import io.wave.oci.OciErrorCode;
import io.wave.registry.config.RegistryEntry;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureKindsTest {

    private final ScriptedRegistry registry = ScriptedRegistry.start();
    private final RegistryClient client = Clients.of(Map.of());

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void unknownHost() {
        RegistryException failure = failure(client, ImageReference.parse("registry.invalid/some/image:1.0"));

        assertThat(failure.failure()).isEqualTo(RegistryFailure.UNKNOWN_HOST);
        assertThat(failure).hasMessageContaining("unknown host 'registry.invalid'");
    }

    @Test
    void connectionRefused() {
        String host = "localhost:" + FreePort.find();

        RegistryException failure = failure(client, ImageReference.parse(host + "/some/image:1.0"));

        assertThat(failure.failure()).isEqualTo(RegistryFailure.UNREACHABLE);
        assertThat(failure).hasMessageContaining("cannot connect to '%s': connection refused".formatted(host));
    }

    @Test
    void hostWithoutTls() throws IOException {
        try (PartialResponse plain = PartialResponse.start(1000, 500)) {
            var registries = Map.of("docker.io", new RegistryEntry(null, null, false, "https://" + plain.host()));

            RegistryException failure = failure(Clients.of(registries), ImageReference.parse("some/image"));

            assertThat(failure.failure()).isEqualTo(RegistryFailure.UNTRUSTED);
            assertThat(failure).hasMessageContaining(plain.host());
        }
    }

    @Test
    void unknownHostOfTheTokenServiceIsNamed() {
        registry.on(MANIFEST_PATH, Scripts.refusal("Bearer realm=\"http://tokens.invalid/token\""));

        assertThat(failure(client, image(registry))).hasMessageContaining("unknown host 'tokens.invalid'");
    }

    @Test
    void silentHost() {
        registry.on(MANIFEST_PATH, Scripts.manifest().after(Duration.ofMinutes(1)));

        RegistryException failure = failure(Clients.of(Map.of(), Duration.ofMillis(200)), image(registry));

        assertThat(failure.failure()).isEqualTo(RegistryFailure.TIMEOUT);
    }

    @ParameterizedTest
    @CsvSource({
        "400, REFUSED, UNKNOWN, 400",
        "402, REFUSED, DENIED, 402",
        "403, REFUSED, DENIED, 403",
        "405, REFUSED, UNSUPPORTED, 405",
        "408, REFUSED, UNAVAILABLE, 502",
        "410, REFUSED, UNKNOWN, 410",
        "429, RATE_LIMITED, TOOMANYREQUESTS, 429",
        "451, REFUSED, DENIED, 451",
        "500, SERVER_ERROR, UNAVAILABLE, 502",
        "520, SERVER_ERROR, UNAVAILABLE, 502"
    })
    void statusesAreRelayed(int upstream, RegistryFailure kind, OciErrorCode code, int status) {
        registry.on(MANIFEST_PATH, ScriptedAnswer.error(upstream, "ANYTHING"));

        RegistryException failure = failure(client, image(registry));

        assertThat(failure.failure()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.upstreamStatus()).isEqualTo(upstream);
    }

    private static RegistryException failure(RegistryClient asking, ImageReference image) {
        return catchThrowableOfType(RegistryException.class, () -> await(asking.manifest(image, TENANT)));
    }
}
