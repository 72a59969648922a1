package io.wave.containerfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.containerfile.syntax.Dialect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sources of container files. In the tables, {@code ~} ends a line and {@code ;} separates sources. */
class SourcesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM a => 1 FROM a",
                "from a~ => 1 FROM a",
                "FrOm\ta => 1 FROM a",
                "  FROM   a   => 1 FROM a",
                "\ufeffFROM a => 1 FROM a",
                "\fFROM\f\u000ba => 1 FROM a",
                "\u00a0FROM a => 1 FROM a",
                "FROM a\r~RUN b\r~ => 1 FROM a",
                "RUN x\rFROM b~FROM a => 2 FROM a",
                "~~# c~FROM \\~ # comment~~\t~ a => 4 FROM a",
                "FRO\\~M a => 1 FROM a",
                "FROM \\ \t~a => 1 FROM a",
                "FROM a \\~  as b~FROM B => 1 FROM a",
                "FROM a AS b~FROM c~COPY --from=B /x /x~COPY --from=0 /x /x => 1 FROM a;2 FROM c",
                "FROM a AS b~COPY --from=1 /x /x => 1 FROM a;2 COPY --from 1",
                "FROM a~COPY --from=later /x /x~FROM b AS later => 1 FROM a;2 COPY --from later;3 FROM b",
                "FROM a AS docker-archive:/x~FROM docker-archive:/x => 1 FROM a;2 FROM docker-archive:/x",
                "FROM --platform=linux/arm64 a => 1 FROM a on linux/arm64",
                "FROM --platform=$TARGETPLATFORM a => 1 FROM a on linux/amd64",
                "FROM --platform=\"linux/arm64\" --x='y z' 'a' => 1 FROM a on linux/arm64",
                "FROM --platform=\u00e0b/c => 1 FROM b/c on \ufffd",
                "FROM scratch => ''",
                "FROM SCRATCH AS x~FROM x => ''",
                "FROM 10.0.0.1/x => 1 FROM 10.0.0.1/x",
                "FROM \"10.0.0.1/x\" => 1 FROM 10.0.0.1/x",
                "FROM '10.0.0.1'/\"x\" => 1 FROM 10.0.0.1/x",
                "FROM 10\\.0.0.1/x => 1 FROM 10.0.0.1/x",
                "FROM a b => ''",
                "FROM a b c => ''",
                "ARG R=h~FROM $R/x => 2 FROM h/x",
                "arg R=\"h\"~FROM ${R}/x => 2 FROM h/x",
                "ARG A=1 B=2~FROM x:$A.$B => 2 FROM x:1.2",
                "ARG A=h~ARG B=$A/x~FROM $B => 3 FROM h/x",
                "ARG \\~ A=h~FROM $A => 3 FROM h",
                "ARG A=a~ARG A=b~FROM $A => 3 FROM b",
                "ARG A~FROM x$A => 2 FROM x",
                "FROM x$A => 1 FROM x",
                "FROM x:${TARGETARCH} => 1 FROM x:amd64",
                "FROM ${A:-h}/x => 1 FROM h/x",
                "FROM ${A-h}/x => 1 FROM h/x",
                "FROM ${A:+no}x => 1 FROM x",
                "ARG A=~FROM ${A:-h}${A-no}${A+b} => 2 FROM hb",
                "ARG A=1~FROM ${A:+${A:-x}h}/x => 2 FROM 1h/x",
                "ARG A=docker-arch~FROM ${A}ive:/etc/passwd => 2 FROM docker-archive:/etc/passwd",
                "ARG A=3.10.1~FROM p:${A%.*} => 2 FROM p:3.10",
                "ARG A=3.10.1~FROM p:${A%%.*} => 2 FROM p:3",
                "ARG A=3.10.1~FROM p:${A#*.}-${A##*.} => 2 FROM p:10.1-1",
                "ARG A=3.10.1~FROM p:${A/./-}_${A//./-} => 2 FROM p:3-10.1_3-10-1",
                "FROM ${A:?gone}/x => 1 FROM ?${A:?gone}/x",
                "FROM ${A => 1 FROM ?${A",
                "FROM \"a => 1 FROM ?\"a",
                "FROM ${A^^} => 1 FROM ?${A^^}",
                "FROM '$A'/x => 1 FROM $A/x",
                "FROM \\$A/x => 1 FROM $A/x",
                "# escape=`~FROM `~ a => 2 FROM a",
                "#  EsCaPe = ` ~FROM `~ a => 2 FROM a",
                "# c~# escape=`~FROM a\\~/b => 3 FROM a/b",
                "# syntax=x/y:1~# escape=`~FROM `~ a => 1 # syntax x/y:1;3 FROM a",
                "FROM a~ADD http://h/x /x => 1 FROM a;2 ADD http://h/x",
                "FROM a~ADD \\~ http://h/x \\~# c~ http://h/y /x => 1 FROM a;2 ADD http://h/x;2 ADD http://h/y",
                "FROM a~ADD --chown=1 [\"http://h/x\", \"b\", \"/x\"] junk => 1 FROM a;2 ADD http://h/x;2 ADD b",
                "FROM a~ADD [\"\\u0068ttp://h/x\",\"/x\"] => 1 FROM a;2 ADD http://h/x",
                "FROM a~ENV U=http://h V=$U/x~ADD $U/y /x => 1 FROM a;3 ADD http://h/y",
                "FROM a~ENV U http://h/x http://h/y~ADD $U /x => 1 FROM a;3 ADD http://h/x;3 ADD http://h/y",
                "FROM a~ARG U=http://h~ADD ${U}/y /x => 1 FROM a;3 ADD http://h/y",
                "ARG U=h~FROM a~ADD http://$U/y /x => 2 FROM a;3 ADD ?http://$U/y",
                "ARG U=h~FROM a~ARG U~ADD http://$U/y /x => 2 FROM a;4 ADD http://h/y",
                "FROM scratch~ADD x$U /x => 2 ADD x",
                "FROM a~ADD git@h:o/r.git#v /x => 1 FROM a;2 ADD git@h:o/r.git#v",
                "FROM a~ONBUILD ADD http://h/x /x~onbuild copy --from=b /x /x => 1 FROM a;2 ADD http://h/x;3 COPY --from b",
                "FROM a~COPY --chown=1 --FROM=\"b\" /x /x => 1 FROM a;2 COPY --from b",
                "FROM a~COPY --from=$X /x /x => 1 FROM a;2 COPY --from ?$X",
                "FROM a~RUN --mount=type=bind,from=b,source=/x,target=/y cat => 1 FROM a;2 RUN --mount=from b",
                "FROM a~RUN --mount=type=cache,target=/y --mount=\"From=b\" cat => 1 FROM a;2 RUN --mount=from b",
                "FROM a~RUN --mount=type=bind,\\\"from=oci:b,c\\\" cat => 1 FROM a;2 RUN --mount=from oci:b,c;2 RUN --mount=from oci:b",
                "FROM a AS b~FROM b~RUN --mount=from=b,target=/y cat => 1 FROM a",
                "FROM a~RUN --mount=\\~from=b cat => 1 FROM a;2 RUN --mount=from b",
                "FROM a~RUN echo FROM b~# FROM c~LABEL x=FROM => 1 FROM a",
                "ADD http://h/x /x => ''",
                "'' => ''",
            })
    void ofFiles(String row) {
        String[] cells = row.split(" => ");
        assertThat(Described.sources(lines(cells[0]), Dialect.BUILDKIT)).isEqualTo(found(cells[1]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM a~RUN <<EOF~FROM b~EOF~ADD c / => 1 FROM a;5 ADD c => 1 FROM a;3 FROM b;5 ADD c",
                "FROM a~RUN <<-\"E F\" cat~\tADD b /~\tE F~ADD c / => 1 FROM a;5 ADD c => 1 FROM a;3 ADD b;5 ADD c",
                "FROM a~COPY <<A <<B /x/~1~A~ADD b /~B~ADD c / => 1 FROM a;7 ADD c => 1 FROM a;5 ADD b;7 ADD c",
                "FROM a~RUN echo '<<EOF'~ADD b / => 1 FROM a;3 ADD b => 1 FROM a;3 ADD b",
                "FROM a~RUN cat<<EOF~ADD b / => 1 FROM a;3 ADD b => 1 FROM a;3 ADD b",
                "FROM a~RUN echo \\\\~ADD b / => 1 FROM a;3 ADD b => 1 FROM a",
                "# syntax=x~# escape=`~FROM a`~b => 1 # syntax x;3 FROM ab => 3 FROM a`",
            })
    void differByDialect(String row) {
        String[] cells = row.split(" => ");
        assertThat(Described.sources(lines(cells[0]), Dialect.BUILDKIT))
                .as("current")
                .hasSameElementsAs(found(cells[1]));
        assertThat(Described.sources(lines(cells[0]), Dialect.CLASSIC))
                .as("classic")
                .hasSameElementsAs(found(cells[2]));
    }

    @Test
    void longValueIsUnknown() {
        StringBuilder file = new StringBuilder("ARG A0=aaaaaaaaaaaaaaaa\n");
        for (int i = 1; i < 15; i++) {
            file.append("ARG A%d=$A%d$A%d\n".formatted(i, i - 1, i - 1));
        }
        assertThat(Described.sources(file + "FROM $A14\n", Dialect.BUILDKIT)).containsExactly("16 FROM ?$A14");
    }

    @Test
    void endlesslyNestedValueIsUnknown() {
        String name = "${A:-".repeat(30_000) + "x" + "}".repeat(30_000);
        assertThat(Described.sources("FROM " + name, Dialect.BUILDKIT)).containsExactly("1 FROM ?" + name);
    }

    private static String lines(String text) {
        return text.equals("''") ? "" : text.replace('~', '\n');
    }

    private static List<String> found(String text) {
        return text.equals("''") ? List.of() : List.of(text.split(";"));
    }
}
