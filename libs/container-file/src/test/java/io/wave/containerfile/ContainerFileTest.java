package io.wave.containerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.containerfile.instruction.HereDocument;
import io.wave.containerfile.instruction.Instruction;
import io.wave.containerfile.instruction.Mount;
import io.wave.containerfile.stage.Stage;
import io.wave.containerfile.stage.Value;
import io.wave.containerfile.syntax.Dialect;
import io.wave.containerfile.syntax.InvalidContainerFileException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerFileTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN --mount=type=cache --network=none  echo  'a  b'  => 1 RUN [--mount=type=cache, --network=none] echo  'a  b'",
                "RUN -- --x y => 1 RUN --x y",
                "RUN --a=\"b c\"\\ d e => 1 RUN [--a=b c d] e",
                "run a \\~# c~ \\~  b => 1 RUN a    b",
                "HEALTHCHECK --interval=5s CMD x => 1 HEALTHCHECK [--interval=5s] CMD x",
                "ENTRYPOINT => 1 ENTRYPOINT",
                "what is this => 1 WHAT is this",
            })
    void instructions(String row) {
        String[] cells = row.split(" => ");
        assertThat(Described.instructions(cells[0].replace('~', '\n'), Dialect.BUILDKIT)
                        .map(String::strip))
                .containsExactly(cells[1].strip());
    }

    @Test
    void hereDocumentsBelongToInstructions() {
        Instruction run = ContainerFile.parse("RUN <<'A' <<-B\n$x\nA\n\ty\n\tB\n", Dialect.BUILDKIT)
                .instructions()
                .getFirst();
        assertThat(run.documents())
                .containsExactly(new HereDocument("A", false, "$x\n"), new HereDocument("B", true, "\ty\n"));
    }

    @Test
    void execFormIsArrayOfStrings() {
        assertThat(exec("ENTRYPOINT [\"a\", \"b\\n\\u0041\" ]")).contains(List.of("a", "b\nA"));
        assertThat(exec("ENTRYPOINT []")).contains(List.of());
        assertThat(exec("ENTRYPOINT ['a']")).isEmpty();
        assertThat(exec("ENTRYPOINT [\"a\", 1]")).isEmpty();
        assertThat(exec("ENTRYPOINT [\"a\"")).isEmpty();
        assertThat(exec("ENTRYPOINT [\"\\u00")).isEmpty();
        assertThat(exec("ENTRYPOINT a")).isEmpty();
    }

    private static java.util.Optional<List<String>> exec(String line) {
        return ContainerFile.parse(line, Dialect.BUILDKIT)
                .instructions()
                .getFirst()
                .execForm();
    }

    @Test
    void stagesStartFromImagesAndFromOneAnother() {
        List<Stage> stages = ContainerFile.parse(
                        "ARG V=3\nFROM alpine:$V AS One\nENV A=1\nFROM scratch\nFROM ONE\nRUN x\n", Dialect.BUILDKIT)
                .stages(Map.of());
        assertThat(stages)
                .extracting(Stage::base)
                .containsExactly(
                        new Stage.Base.Image(new Value.Known("alpine:3")),
                        new Stage.Base.Scratch(),
                        new Stage.Base.Earlier(0));
        assertThat(stages).extracting(stage -> stage.name().orElse("-")).containsExactly("one", "-", "-");
        assertThat(stages).extracting(stage -> stage.instructions().size()).containsExactly(1, 0, 1);
    }

    @Test
    void mountsHaveOptions() {
        Mount mount = ContainerFile.parse(
                        "RUN --mount=TYPE=cache,id=../x,\\\"target=/a,b\\\",ro true", Dialect.BUILDKIT)
                .instructions()
                .getFirst()
                .mounts()
                .getFirst();
        assertThat(mount.type()).isEqualTo("cache");
        assertThat(mount.value("id")).contains("../x");
        assertThat(mount.value("target")).contains("/a,b");
        assertThat(mount.value("ro")).contains("");
        assertThat(mount.value("from")).isEmpty();
    }

    @Test
    void limitsAreReportedWithTheLine() {
        refused(
                "FROM a\nFROM" + " --a".repeat(1850) + " b",
                "line 2: an instruction must not have more than 100 flags");
        refused("A\n".repeat(10_001), "line 10001: must not have more than 10000 instructions");
        refused(" ".repeat(ContainerFile.MAX_LENGTH + 1), "must not be longer than 4194304 characters");
        refused("# escape=x\nFROM a", "line 1: the escape directive must be '\\' or '`'");
    }

    private static void refused(String file, String rule) {
        assertThatThrownBy(() -> ContainerFile.parse(file, Dialect.BUILDKIT))
                .isInstanceOf(InvalidContainerFileException.class)
                .hasMessage(rule);
    }

    /** Each of these is slow for a parser that backtracks or recurses. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ENTRYPOINT %a*",
                "FROM %a*",
                "ADD %a* /x",
                "ADD %a\t* /x",
                "FROM % *a",
                "%\\\n*FROM a",
                "%\n*FROM a",
                "FROM %$*",
                "FROM %${*",
                "FROM %\"*",
                "FROM %'*",
                "FROM %\\\\*",
                "RUN %<<A *",
                "RUN --mount=%,*",
                "RUN --mount=%\"*",
                "ENV %a=b *",
                "ENV a=%$a*",
                "ARG %A *",
                "ADD [%\"a\",*]",
                "ADD %[*",
                "ONBUILD %ONBUILD *x",
                "# %=*",
                "%#\n*"
            })
    void longTextsAreParsedInLinearTime(String pattern) {
        int start = pattern.indexOf('%');
        int end = pattern.lastIndexOf('*');
        String repeated = pattern.substring(start + 1, end).repeat(200_000);
        String file = "FROM base\n" + pattern.substring(0, start) + repeated + pattern.substring(end + 1);
        for (Dialect dialect : Dialect.values()) {
            assertThat(ContainerFile.parse(file, dialect).sources(Map.of())).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FROM alpine|alpine",
                "FROM golang AS build;FROM debian:12;COPY --from=build /a /a|debian:12",
                "FROM debian:12 AS base;FROM base AS more;FROM more|debian:12",
                "ARG TAG=3;FROM alpine:$TAG|alpine:3",
                "ARG TARGETARCH;FROM alpine-$TARGETARCH|alpine-arm64",
                "FROM alpine;FROM scratch|''",
                "ARG TAG;FROM $TAG|''",
                "RUN make|''"
            })
    void baseImageIsThatOfTheLastStage(String file, String base) {
        ContainerFile parsed = ContainerFile.parse(file.replace(';', '\n'), Dialect.BUILDKIT);
        assertThat(parsed.baseImage(Map.of("TARGETARCH", "arm64")).orElse("")).isEqualTo(base);
    }
}
