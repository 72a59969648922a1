package io.wave.containerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.containerfile.stage.Source;
import io.wave.containerfile.syntax.Dialect;
import io.wave.containerfile.syntax.InvalidContainerFileException;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpandedSizeTest {

    private static final String VARIABLES =
            "the variables of a stage must not be longer than 1048576 characters in total";
    private static final String FILE =
            "the file must not be longer than 16777216 characters after variables are replaced";

    @ParameterizedTest
    @ValueSource(strings = {"ENV A0=aa", "ENV A0=$PATH", "ARG A0=${PATH}x", "ENV A0 aa"})
    void variablesThatDouble(String first) {
        String file = "FROM a\n" + first + "\n" + lines(44, i -> "ENV A%d=$A%d${A%d}".formatted(i, i - 1, i - 1));
        assertThatThrownBy(() -> sources(file))
                .isInstanceOf(InvalidContainerFileException.class)
                .hasMessageEndingWith(VARIABLES);
    }

    @Test
    void argumentsBeforeTheFirstStage() {
        String file = "ARG A0=aa\n" + lines(44, i -> "ARG A%d=$A%d$A%d".formatted(i, i - 1, i - 1)) + "FROM a\n";
        assertThatThrownBy(() -> sources(file)).hasMessageEndingWith(VARIABLES);
    }

    @Test
    void variablesOfEarlierStages() {
        String file =
                "FROM a AS s0\nENV A=$PATH:aa\n" + lines(44, i -> "FROM s%d AS s%d\nENV A=$A$A".formatted(i - 1, i));
        assertThatThrownBy(() -> sources(file)).hasMessageEndingWith(VARIABLES);
    }

    @Test
    void replacementsInVariables() {
        String file = "FROM a\nENV A=%s B=%s\nENV C=${A//a/$B}\n".formatted("a".repeat(2000), "b".repeat(2000));
        assertThatThrownBy(() -> sources(file)).isInstanceOf(InvalidContainerFileException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LABEL a=%s", "COPY <<E /x\n%s\nE", "WORKDIR %s"})
    void instructionsWithLongVariables(String instruction) {
        String file = "FROM a\nENV A=%s\n".formatted("a".repeat(8000)) + instruction.formatted("$A".repeat(3000));
        assertThatThrownBy(() -> sources(file)).hasMessageEndingWith(FILE);
    }

    @Test
    void stepsWithLongVariables() {
        String file = "FROM a\nENV A=%s\n".formatted("a".repeat(8000)) + lines(3000, _ -> "RUN true");
        assertThatThrownBy(() -> sources(file)).hasMessageEndingWith(FILE);
    }

    @Test
    void variablesThatAreExtendedOften() {
        String file = "FROM a\n"
                + lines(40, i -> "ENV PATH=/opt/tool-%d/bin:$PATH X%d=${PATH%%%%:*}\nRUN tool".formatted(i, i));
        assertThat(sources(file)).hasSize(1);
    }

    private static List<Source> sources(String file) {
        return ContainerFile.parse(file, Dialect.BUILDKIT).sources(Map.of());
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.rangeClosed(1, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }
}
