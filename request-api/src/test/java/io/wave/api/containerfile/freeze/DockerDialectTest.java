package io.wave.api.containerfile.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerDialectTest {

    private static final String HEX = "aa".repeat(32);

    private final DockerDialect docker = new DockerDialect();

    @Test
    void membersInFixedOrder() {
        Layer layer = new Layer("https://foo.com/layer.tar.gz", "sha256:" + HEX, 100L, "sha256:" + HEX, null);
        ContainerConfig config = new ContainerConfig(
                List.of("/entry.sh", "now"), List.of("do", "this"), List.of("FOO=1", "BAR=2"), "/work", List.of(layer));
        assertThat(docker.config(config)).isEqualTo("""
                ADD layer-%s.tar.gz /
                WORKDIR /work
                ENV FOO=1 BAR=2
                ENTRYPOINT ["/entry.sh", "now"]
                CMD ["do", "this"]
                """.formatted(HEX));
    }

    @Test
    void absentMembersCreateNoLine() {
        assertThat(docker.config(new ContainerConfig(null, List.of(), null, "", null)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "A=|A=",
                "A=b=c|A=b=c",
                "A=#x|A=#x",
                "A=`id`;&|A=`id`;&",
                "A=two words|A=\"two words\"",
                "A=tab\there|A=\"tab\there\"",
                "A=narrow\u00a0blank|A=\"narrow\u00a0blank\"",
                "A=say \"x\"|A=\"say \\\"x\\\"\"",
                "A=it's|A=\"it's\"",
                "A=$HOME|A=\"\\$HOME\"",
                "A=c:\\dir\\|A=\"c:\\\\dir\\\\\"",
                "A=bell\u0007|A=\"bell\u0007\"",
            })
    void variablesAreQuotedIfNecessary(String variable, String line) {
        assertThat(docker.config(env(variable))).isEqualTo("ENV " + line + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "two words   | \"two words\"",
                "$HOME       | \"$HOME\"",
                "say \"x\"   | \"say \\\"x\\\"\"",
                "c:\\dir     | \"c:\\\\dir\"",
                "a\tb        | \"a\\u0009b\"",
            })
    void execFormIsEscapedAsJson(String word, String item) {
        assertThat(docker.config(new ContainerConfig(List.of(word), null, null, null, null)))
                .isEqualTo("ENTRYPOINT [" + item + "]\n");
        assertThat(docker.config(new ContainerConfig(null, List.of(word), null, null, null)))
                .isEqualTo("CMD [" + item + "]\n");
    }

    @ParameterizedTest
    @CsvSource({"/work,/work", "/two words,\"/two words\"", "/$x,\"/\\$x\""})
    void workingDirectoryIsQuotedIfNecessary(String folder, String word) {
        assertThat(docker.config(new ContainerConfig(null, null, null, folder, null)))
                .isEqualTo("WORKDIR " + word + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nRUN evil", "a\r\nRUN evil", "a\rb", "\n"})
    void lineBreaksAreRejected(String value) {
        refused("containerConfig.env[0]", env("A=" + value));
        refused("containerConfig.env[0]", env(value + "=A"));
        refused("containerConfig.workingDir", new ContainerConfig(null, null, null, value, null));
        refused("containerConfig.entrypoint[0]", new ContainerConfig(List.of(value), null, null, null, null));
        refused("containerConfig.cmd[0]", new ContainerConfig(null, List.of(value), null, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A B=1", "A\tB=1", "\"A=1", "A\\=1", "$A=1", "A'=1"})
    void invalidVariableNamesAreRejected(String variable) {
        refused("containerConfig.env[0]", env(variable));
    }

    private void refused(String field, ContainerConfig config) {
        assertThatThrownBy(() -> docker.config(config)).hasMessageStartingWith(field + ": ");
    }

    @Test
    void entryChainIsAlwaysQuoted() {
        assertThat(docker.entryChain("/some/entry.sh")).isEqualTo("ENV WAVE_ENTRY_CHAIN=\"/some/entry.sh\"\n");
        assertThat(docker.entryChain("sh -c \"$X\"")).isEqualTo("ENV WAVE_ENTRY_CHAIN=\"sh -c \\\"\\$X\\\"\"\n");
    }

    private static ContainerConfig env(String variable) {
        return new ContainerConfig(null, null, List.of(variable), null, null);
    }
}
