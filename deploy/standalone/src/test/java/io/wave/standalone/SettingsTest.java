package io.wave.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.config.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    Path folder;

    @Test
    void defaultsListenOnLoopback() {
        Settings settings = Settings.of(List.of(), Map.of("HOME", "/home/me"));
        assertThat(settings.address()).isEqualTo("127.0.0.1");
        assertThat(settings.url()).isEqualTo("http://localhost:9090");
        assertThat(settings.dataFolder()).isEqualTo(Path.of("/home/me/.wave"));
    }

    @Test
    void commandLineOverridesEnvironmentAndEnvironmentOverridesFile() throws IOException {
        Path file = Files.writeString(folder.resolve("wave.yml"), """
                wave:
                  server:
                    port: 1
                  data.dir: from-file
                  build.repo: from-file
                """);
        Settings settings = Settings.of(
                List.of("--wave.server.port=3"),
                Map.of("WAVE_CONFIG_FILE", file.toString(), "WAVE_SERVER_PORT", "2", "WAVE_DATA_DIR", "from-variable"));
        assertThat(settings.port()).isEqualTo(3);
        assertThat(settings.dataFolder()).isEqualTo(Path.of("from-variable"));
        assertThat(settings.value("wave.build.repo")).hasValue("from-file");
    }

    @Test
    void settingsOverrideDefaults() {
        Settings settings = Settings.of(List.of(), Map.of("WAVE_BUILD_REPO", "quay.io/me/wave"));
        assertThat(settings.unlessSet(Map.of("wave.build.repo", "local/build", "wave.build.cache", "local/cache")))
                .containsExactly(Map.entry("wave.build.cache", "local/cache"));
    }

    @Test
    void invalidPortIsRejected() {
        Settings settings = Settings.of(List.of(), Map.of("WAVE_SERVER_PORT", "many"));
        assertThatThrownBy(settings::port)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("'many'");
    }
}
