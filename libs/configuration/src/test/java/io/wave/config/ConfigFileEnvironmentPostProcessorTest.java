package io.wave.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.security.RootKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

class ConfigFileEnvironmentPostProcessorTest {

    private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    @TempDir
    Path folder;

    @Test
    void fileOverridesDefaultsAndIsOverriddenByTheCommandLine() throws IOException {
        Path file = write("wave:\n  security:\n    key: " + KEY + "\n  a: file\n  b: file\n");
        try (var context = start(file, "--wave.a=argument")) {
            Environment environment = context.getEnvironment();
            assertThat(environment.getProperty("wave.a")).isEqualTo("argument");
            assertThat(environment.getProperty("wave.b")).isEqualTo("file");
            assertThat(context.getBean(RootKey.class)).hasToString("***");
            assertThat(context.containsBean("internalKeyFilter")).isFalse();
        }
    }

    @Test
    void missingRootKeyIsReported() throws IOException {
        Path file = write("wave:\n  a: b\n");
        assertThatThrownBy(() -> start(file)).hasRootCauseMessage("wave.security.key is not set");
    }

    @Test
    void invalidRootKeyIsNotPrinted() throws IOException {
        Path file = write("wave:\n  security:\n    key: c2hvcnQ=\n");
        assertThatThrownBy(() -> start(file))
                .rootCause()
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("at least 32 bytes")
                .hasMessageNotContaining("c2hvcnQ=");
    }

    @Test
    void variableThatIsNotSetIsReportedWithItsKey() throws IOException {
        Path file = write("wave:\n  registries:\n    docker.io:\n      password: a${NOT_SET_ANYWHERE}b\n");
        assertThatThrownBy(() -> start(file))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("wave.registries[docker.io].password: the variable ${NOT_SET_ANYWHERE} is not set");
    }

    @Test
    void variablesWithValueOrDefaultAndEscapedOnesAreResolved() throws IOException {
        Path file = write("wave:\n  security:\n    key: " + KEY
                + "\n  a: ${NOT_SET_ANYWHERE:default}\n  b: ${wave.a}\n  c: \\${NOT_SET_ANYWHERE}\n");
        try (var context = start(file)) {
            Environment environment = context.getEnvironment();
            assertThat(environment.getProperty("wave.a")).isEqualTo("default");
            assertThat(environment.getProperty("wave.b")).isEqualTo("default");
            assertThat(environment.getProperty("wave.c")).isEqualTo("${NOT_SET_ANYWHERE}");
        }
    }

    @Test
    void allowAnonymousIsAnotherNameOfAnonymousAccess() throws IOException {
        Path file = write("wave:\n  security:\n    key: " + KEY + "\n  allow-anonymous: false\n");
        try (var context = start(file)) {
            assertThat(context.getEnvironment().getProperty("wave.capabilities.anonymous-access"))
                    .isEqualTo("false");
        }
        assertThatThrownBy(() -> start(file, "--wave.capabilities.anonymous-access=true"))
                .hasMessageStartingWith("wave.allow-anonymous: has another value");
        assertThatThrownBy(() -> start(file, "--wave.allow-anonymous=no"))
                .hasMessage("wave.allow-anonymous: invalid value 'no': expected true or false");
    }

    @Test
    void unknownKeyThatRestrictsAccessStopsTheStart() throws IOException {
        Path file = write("wave:\n  capabilities:\n    anonymous-acces: false\n");
        assertThatThrownBy(() -> start(file)).hasMessage("wave.capabilities.anonymous-acces: unknown key");
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("wave.yml"), yaml);
    }

    private static ConfigurableApplicationContext start(Path file, String... arguments) {
        return new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .properties("wave.b=default")
                .run(Stream.concat(Stream.of("--WAVE_CONFIG_FILE=" + file), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    @EnableAutoConfiguration
    static class Nothing {}
}
