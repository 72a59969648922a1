package io.wave.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownKeysTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wave.build.repo",
                "wave.build.publicRepo",
                "wave.build",
                "wave.registries[localhost:5002].insecure",
                "wave.tokens.static.alice.secret",
                "wave.security.ssrf-protection.allowed[0]",
                "wave.tokens.oidc.required-claims[0].values[0]",
                "wave.tokens.oidc.operators.values[1]",
                "wave.security.ssrf-protection.allowed",
                "wave.data.dir",
                "wave.allow-anonymous",
                "rate-limit.pull.anonymous",
                "wavelength.of.others",
                "spring.misspelt",
            })
    void knownKeysAndThoseOfOthersAreQuiet(String key) {
        assertThat(KnownKeys.warnings(Stream.of(key))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"wave.allow-anonymos", "wave.build.repos", "rate-limit.pul.anonymous", "wave.builds[0].repo"})
    void unknownKeysAreNamed(String key) {
        assertThat(KnownKeys.warnings(Stream.of("wave.build.repo", key)))
                .containsExactly(key + ": unknown key, ignored; see docs/configuration.md");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wave.capabilities.anonymous-acces", "wave.tokens.oidc.required-claim[0].claim"})
    void unknownKeysThatRestrictAccessAreRejected(String key) {
        assertThatThrownBy(() -> KnownKeys.warnings(Stream.of(key)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage(key + ": unknown key");
    }
}
