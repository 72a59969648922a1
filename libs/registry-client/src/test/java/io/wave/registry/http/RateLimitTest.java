package io.wave.registry.http;

import static io.wave.registry.Clients.TENANT;
import static io.wave.registry.Clients.await;
import static io.wave.registry.Scripts.MANIFEST_PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wave.image.ImageReference;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.registry.Clients;
import io.wave.registry.RegistryClient;
import io.wave.registry.Scripts;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.config.RegistryEntry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {

    @ParameterizedTest
    @CsvSource({
        "100;w=21600, 100 requests in 6 h",
        "' 200;w=3600 ', 200 requests in 1 h",
        "5000;w=900, 5000 requests in 15 min"
    })
    void limitInWords(String header, String words) {
        assertThat(RateLimit.parse(header))
                .hasValueSatisfying(limit -> assertThat(limit).hasToString(words));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "-1;w=60", "100, 100;w=60", "99999999999"})
    void otherHeadersAreIgnored(String header) {
        assertThat(RateLimit.parse(header)).isEmpty();
    }

    @Test
    void whatIsLeftAtDockerHubIsShownAndTheLimitIsInTheMessage() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Metrics.addRegistry(meters);
        try (ScriptedRegistry hub = ScriptedRegistry.start();
                RegistryClient client =
                        Clients.of(Map.of("docker.io", new RegistryEntry(null, null, false, "http://" + hub.host())))) {
            hub.on(
                    MANIFEST_PATH,
                    Scripts.manifest().with("RateLimit-Remaining", "76;w=21600"),
                    ScriptedAnswer.of(429)
                            .with("RateLimit-Limit", "100;w=21600")
                            .with("Retry-After", "3600"));
            ImageReference image = ImageReference.parse("docker.io/%s:1.0".formatted(Scripts.REPOSITORY));

            await(client.manifest(image, TENANT));
            assertThat(meters.get("wave.registry.ratelimit.remaining")
                            .tag("login", "no")
                            .gauge()
                            .value())
                    .isEqualTo(76);
            assertThatThrownBy(() -> await(client.manifest(image, TENANT)))
                    .hasMessage("docker.io/some/image: rate limit of the registry exceeded (100 requests in 6 h)");
        } finally {
            Metrics.removeRegistry(meters);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0;w=21600,, true",
        "0;w=21600,600, true",
        "0,600, true",
        "0,0, false",
        "0,1700000000, false",
        "1;w=21600,600, false",
        "unknown,600, false"
    })
    void limitIsReachedUntilItsReset(String remaining, String reset, boolean isLimited) {
        try (ScriptedRegistry registry = ScriptedRegistry.start();
                RegistryClient client = Clients.of(Map.of())) {
            ScriptedAnswer answer = Scripts.manifest().with("RateLimit-Remaining", remaining);
            registry.on(MANIFEST_PATH, reset == null ? answer : answer.with("RateLimit-Reset", reset));
            ImageReference image = Scripts.image(registry);

            await(client.manifest(image, TENANT));

            assertThat(client.isLimited(image, TENANT)).isEqualTo(isLimited);
            // Which it may be for other uses than counted ones.
            await(client.manifest(image, TENANT));
        }
    }

    @Test
    void limitConcernsCallsWithTheSameCredentials() {
        try (ScriptedRegistry registry = ScriptedRegistry.start();
                RegistryClient client = Clients.of(Map.of(registry.host(), Clients.user("user", "secret")))) {
            registry.on(
                    MANIFEST_PATH,
                    ScriptedAnswer.of(429).with("Retry-After", "3600"),
                    Scripts.manifest().with("RateLimit-Remaining", "0;w=3600"),
                    Scripts.manifest().with("RateLimit-Remaining", "1;w=3600"));
            ImageReference image = Scripts.image(registry);

            assertThatThrownBy(() -> await(client.manifest(image, TENANT))).hasMessageContaining("rate limit");
            assertThat(client.isLimited(image, TENANT)).isTrue();
            assertThat(client.isLimited(image, RegistryAccess.NONE)).isFalse();

            await(client.manifest(image, RegistryAccess.NONE));
            assertThat(client.isLimited(image, RegistryAccess.NONE)).isTrue();
            await(client.manifest(image, RegistryAccess.NONE));
            assertThat(client.isLimited(image, RegistryAccess.NONE)).isFalse();
            assertThat(client.isLimited(image, TENANT)).isTrue();
        }
    }
}
