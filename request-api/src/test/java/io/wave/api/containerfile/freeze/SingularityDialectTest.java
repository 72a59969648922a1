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

class SingularityDialectTest {

    private static final String HEX = "aa".repeat(32);

    private final SingularityDialect singularity = new SingularityDialect();

    @Test
    void sectionsInFixedOrder() {
        Layer layer = new Layer("https://foo.com/layer.tar.gz", "sha256:" + HEX, 100L, "sha256:" + HEX, null);
        ContainerConfig config = new ContainerConfig(
                List.of("/entry.sh", "two words"),
                List.of("dropped"),
                List.of("FOO=1", "BAR=2"),
                "/dropped",
                List.of(layer));
        assertThat(singularity.base("ubuntu:latest")
                        + singularity.entryChain("/some/entry.sh")
                        + singularity.config(config))
                .isEqualTo("""
                BootStrap: docker
                From: ubuntu:latest
                %%environment
                  export WAVE_ENTRY_CHAIN="/some/entry.sh"
                %%files
                  {{wave_context_dir}}/layer-%s/* /
                %%environment
                  export FOO=1 BAR=2
                %%runscript
                  /entry.sh 'two words'
                """.formatted(HEX));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/entry.sh     | /entry.sh",
                "a;rm -rf /    | 'a;rm -rf /'",
                "$(id)         | '$(id)'",
                "it's so       | it\\'s\\ so",
            })
    void wordsAreEscapedForShell(String word, String escaped) {
        assertThat(singularity.config(new ContainerConfig(List.of(word), null, null, null, null)))
                .isEqualTo("%runscript\n  " + escaped + "\n");
        assertThat(singularity.config(new ContainerConfig(null, null, List.of("A=" + word), null, null)))
                .isEqualTo("%environment\n  export A=" + escaped + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A=1\n%post\n evil", "A B=1", "A;B=1", "1A=1"})
    void invalidVariablesAreRejected(String variable) {
        assertThatThrownBy(() -> singularity.config(new ContainerConfig(null, null, List.of(variable), null, null)))
                .hasMessageStartingWith("containerConfig.env[0]: ");
    }
}
