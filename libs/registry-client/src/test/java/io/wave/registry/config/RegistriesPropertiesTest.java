package io.wave.registry.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wave.registry.Clients;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RegistriesPropertiesTest {

    @Test
    void keysMayHaveDotsPortsAndPaths() {
        RegistriesProperties registries = bind(Map.of(
                "wave.registries[quay.io].username", "a",
                "wave.registries[quay.io].password", "b",
                "wave.registries[localhost:5002/team].insecure", "true",
                "wave.registries[default]", "docker.io"));

        assertThat(registries.credentials("quay.io", "some/image")).contains(Credentials.ofOperator("a", "b"));
        assertThat(registries.registries()).containsOnlyKeys("quay.io", "localhost:5002/team");
    }

    @Test
    void pathMatchesWholeComponents() {
        RegistriesProperties registries = new RegistriesProperties(Map.of("quay.io/team", Clients.user("a", "b")));

        assertThat(registries.credentials("quay.io", "team")).isPresent();
        assertThat(registries.credentials("quay.io", "team/image")).isPresent();
        assertThat(registries.credentials("quay.io", "teams/image")).isEmpty();
        assertThat(registries.credentials("quay.io:443", "team/image")).isEmpty();
    }

    @Test
    void longestPrefixWithASettingApplies() {
        RegistriesProperties registries = new RegistriesProperties(Map.of(
                "docker.io",
                new RegistryEntry(null, null, false, "http://localhost:5001"),
                "index.docker.io/team",
                Clients.user("a", "b")));

        assertThat(registries.endpoint("docker.io", "team/image").base()).hasToString("http://localhost:5001");
        assertThat(registries.credentials("docker.io", "team/image")).isPresent();
        assertThat(registries.credentials("docker.io", "library/image")).isEmpty();
    }

    @Test
    void plainHttpIsUsedForLocalhostAndInsecureRegistries() {
        RegistriesProperties registries =
                new RegistriesProperties(Map.of("intern.test:5000", new RegistryEntry(null, null, true, null)));

        assertThat(registries.endpoint("docker.io", "x").base()).hasToString("https://registry-1.docker.io");
        assertThat(registries.endpoint("quay.io", "x").base()).hasToString("https://quay.io");
        assertThat(registries.endpoint("localhost", "x").base()).hasToString("http://localhost");
        assertThat(registries.endpoint("localhost.test:1", "x").base()).hasToString("https://localhost.test:1");
        assertThat(registries.endpoint("127.0.0.1:5000", "x").base()).hasToString("http://127.0.0.1:5000");
        assertThat(registries.endpoint("[::1]:5000", "x").base()).hasToString("http://[::1]:5000");
        assertThat(registries.endpoint("intern.test:5000", "x").base()).hasToString("http://intern.test:5000");
    }

    @Test
    void locationsOfRegistriesConf() {
        RegistriesProperties registries = new RegistriesProperties(Map.of(
                "docker.io", new RegistryEntry("a", "b", false, "http://localhost:5001/hub/"),
                "docker.io/team", Clients.user("c", "d"),
                "intern.test", new RegistryEntry(null, null, true, null)));

        assertThat(registries.locations())
                .containsExactly(
                        new RegistryLocation("docker.io", "localhost:5001/hub", true),
                        new RegistryLocation("docker.io/team", "localhost:5001/hub/team", true),
                        new RegistryLocation("intern.test", "intern.test", true));
    }

    @Test
    void invalidKeyIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RegistriesProperties(Map.of("quay.io/Team", Clients.user("a", "b"))))
                .withMessageContaining("wave.registries.quay.io/Team");
    }

    @ParameterizedTest
    @CsvSource({"quay.io:65536,", "localhost:0/team,", "quay.io,http://localhost:65536", "quay.io,localhost:0"})
    void portsOfOtherNumbersAreNamed(String key, @Nullable String endpoint) {
        RegistryEntry entry = new RegistryEntry(null, null, false, endpoint);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RegistriesProperties(Map.of(key, entry)))
                .withMessageStartingWith("wave.registries.%s: ", key)
                .withMessageContaining("must be from 1 to 65535");
    }

    @Test
    void invalidEndpointIsNamed() {
        var entry = new RegistryEntry(null, null, false, "ftp://elsewhere");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RegistriesProperties(Map.of("quay.io", entry)))
                .withMessageContaining("wave.registries.quay.io")
                .withMessageContaining("ftp://elsewhere");
    }

    @Test
    void secretsAreNotPrinted() {
        RegistryEntry entry = Clients.user("name", "hidden-password");

        assertThat(new RegistriesProperties(Map.of("quay.io", entry)).toString())
                .doesNotContain("hidden-password");
        assertThat(entry.credentials().orElseThrow()).hasToString("***");
    }

    private static RegistriesProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bind("wave", RegistriesProperties.class)
                .get();
    }
}
