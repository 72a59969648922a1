package io.wave.api.containerfile.conda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CondaFileTest {

    @Test
    void packageListIsWrittenInBlockStyle() {
        assertThat(CondaFile.of(List.of("defaults"), List.of("this", "that"), List.of()))
                .hasToString("channels:\n- defaults\ndependencies:\n- this\n- that\n");
        assertThat(CondaFile.of(List.of(), List.of("this"), List.of("numpy==1", "x")))
                .hasToString("dependencies:\n- this\n- pip\n- pip:\n  - numpy==1\n  - x\n");
    }

    @Test
    void ambiguousTextsAreQuoted() {
        assertThat(CondaFile.of(List.of(), List.of("1.10", "yes", "a: b", "#c", "*"), List.of()))
                .hasToString("dependencies:\n- '1.10'\n- 'yes'\n- 'a: b'\n- '#c'\n- '*'\n");
    }

    @Test
    void fileKeepsOrderAndTextsButNotComments() {
        String file = """
                # mine
                name:   "tools"
                variables: {A: 1.10, B: "1.10"}
                dependencies: [ 'samtools=1.10', {pip: [numpy]} ]  # two
                channels:
                    - bioconda
                """;
        assertThat(CondaFile.parse(file)).hasToString("""
                name: tools
                variables:
                  A: 1.10
                  B: '1.10'
                dependencies:
                - samtools=1.10
                - pip:
                  - numpy
                channels:
                - bioconda
                """);
    }

    @Test
    void channelsAreAddedOnce() {
        assertThat(CondaFile.parse("channels: [a]\nname: x").withChannels(List.of("b", "a", "b")))
                .hasToString("channels:\n- a\n- b\nname: x\n");
        assertThat(CondaFile.parse("name: x").withChannels(List.of("b"))).hasToString("name: x\nchannels:\n- b\n");
        assertThat(CondaFile.parse("channels:\nname: x").withChannels(List.of("b")))
                .hasToString("channels:\n- b\nname: x\n");
    }

    @Test
    void longTextsStayOnOneLine() {
        String long1 = "https://foo.com/" + "a b ".repeat(100) + "c";
        assertThat(CondaFile.of(List.of(), List.of(long1), List.of())).hasToString("dependencies:\n- " + long1 + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | must be a YAML mapping",
                "just text | must be a YAML mapping",
                "[a] | must be a YAML mapping",
                "'a: [' | invalid YAML at line 1",
                "'a: b: c' | invalid YAML at line 1",
                "'a: &x 1\nb: *x' | must not use YAML aliases",
                "'a: &x [1]\nb: *x' | invalid YAML",
                "'a: &x [*x]' | invalid YAML",
                "'a: !foo 1' | must not use the YAML tag '!foo'",
                "'a: !!java.net.URL [x]' | invalid YAML at line 1: Global tag is not allowed",
                "'a: 1\na: 2' | must not contain the key 'a' twice",
                "'? [a]\n: b' | must have plain strings as keys",
                "'<<: {a: b}' | must not use the YAML tag",
                "'a: 1\n---\nb: 2' | invalid YAML",
            })
    void invalidFilesAreRejectedWithRule(String text, String rule) {
        assertThatThrownBy(() -> CondaFile.parse(text))
                .isInstanceOf(InvalidCondaFileException.class)
                .hasMessageStartingWith(rule);
    }

    @Test
    void deepNestingIsRejected() {
        assertThatThrownBy(() -> CondaFile.parse("a: " + "[".repeat(10_000)))
                .isInstanceOf(InvalidCondaFileException.class);
    }

    @Test
    void channelsMustBeAList() {
        assertThatThrownBy(() -> CondaFile.parse("channels: a").withChannels(List.of("b")))
                .isInstanceOf(InvalidCondaFileException.class)
                .hasMessage("must have a list as channels");
    }
}
