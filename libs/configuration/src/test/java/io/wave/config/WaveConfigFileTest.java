package io.wave.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaveConfigFileTest {

    @TempDir
    Path folder;

    @Test
    void registryHostsAccountsAndTokensArePutInBrackets() throws IOException {
        assertThat(read("""
                        wave:
                          registries:
                            default: docker.io
                            localhost:5002:
                              insecure: true
                            quay.io/org/repo:
                              username: me
                          accounts:
                            me@example.org: abc
                          tokens:
                            static:
                              Alice.B:
                                secret: def
                                credentials:
                                  localhost:5002/team:
                                    username: me
                        """))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "wave.registries[localhost:5002].insecure", "true",
                        "wave.registries[quay.io/org/repo].username", "me",
                        "wave.accounts[me@example.org]", "abc",
                        "wave.tokens.static[Alice.B].secret", "def",
                        "wave.tokens.static[Alice.B].credentials[localhost:5002/team].username", "me"));
    }

    @Test
    void keysMayContainDots() throws IOException {
        assertThat(read("wave.registries:\n  quay.io:\n    username: me\n"))
                .containsExactly(Map.entry("wave.registries[quay.io].username", "me"));
    }

    @Test
    void scalarsKeepTheirText() throws IOException {
        assertThat(read("a:\n  password: 0123\n  list: [x, 1e3]\n  empty:\n  none: []\n"))
                .containsExactly(
                        Map.entry("a.password", "0123"),
                        Map.entry("a.list[0]", "x"),
                        Map.entry("a.list[1]", "1e3"),
                        Map.entry("a.empty", ""),
                        Map.entry("a.none", ""));
    }

    @Test
    void emptyFileHasNoProperties() throws IOException {
        assertThat(read("# nothing yet\n")).isEmpty();
    }

    @Test
    void invalidYamlIsReportedWithFileAndLine() {
        assertThatThrownBy(() -> read("wave:\n  server:\n\turl: x\n"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("wave.yml: line 3: ");
    }

    @Test
    void duplicateKeyIsReportedWithItsLine() {
        assertThatThrownBy(() -> read("a: 1\nb: 2\na: 3\n")).hasMessageContaining("line 3: 'a' is set twice");
    }

    @Test
    void otherDefaultRegistryIsRejected() {
        assertThatThrownBy(() -> read("wave:\n  registries:\n    default: quay.io\n"))
                .hasMessageContaining("line 3: 'wave.registries.default' is reserved");
    }

    @Test
    void missingFileIsReported() {
        assertThatThrownBy(() -> new WaveConfigFile(folder.resolve("absent.yml")).read())
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("absent.yml: does not exist");
    }

    private Map<String, String> read(String yaml) throws IOException {
        return new WaveConfigFile(Files.writeString(folder.resolve("wave.yml"), yaml)).read();
    }
}
