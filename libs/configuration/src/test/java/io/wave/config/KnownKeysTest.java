package io.wave.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

    @Test
    void unknownKeysThatRestrictAccessAreRejected() {
        assertThatThrownBy(() -> KnownKeys.warnings(Stream.of("wave.capabilities.anonymous-acces")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("wave.capabilities.anonymous-acces: unknown key");
    }
}
