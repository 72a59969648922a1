package io.wave.api.containerfile.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.Platform;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntrypointSourceTest {

    private static final Platform ARM = Platform.parse("linux/arm64");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "none",
            value = {
                "FROM foo                                        | foo",
                "FROM foo AS one;FROM bar                        | bar",
                "FROM foo AS one;FROM bar AS two;FROM one        | foo",
                "ARG BASE=foo:1;FROM ${BASE}                     | foo:1",
                "ARG V=2;FROM foo:$V                             | foo:2",
                "FROM $UNKNOWN                                   | none",
                "FROM scratch                                    | none",
                "FROM scratch AS x;FROM x                        | none",
                "from foo                                        | foo",
                "\ufeffFROM foo                                  | foo",
                "FROM \\; foo                                     | foo",
                "FROM \"foo\" As X;RUN a                           | foo",
                "ARG A=o;ARG B=f$A$A;FROM ${B:-bar}              | foo",
                "FROM foo:$TARGETARCH                            | foo:arm64",
                "FROM foo;ONBUILD ENTRYPOINT a                   | foo",
                "FROM foo;RUN a \\;  FROM b                      | foo",
                "FROM foo;RUN <<EOF;FROM b;EOF;RUN c             | foo",
                "FROM foo;# ENTRYPOINT a                         | foo",
            })
    void entrypointOfBaseImage(String file, @Nullable String image) {
        EntrypointSource expected =
                image == null ? new EntrypointSource.None() : new EntrypointSource.Inherited(image, Optional.empty());
        assertThat(new DockerDialect().entrySource(lines(file), ARM)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "FROM foo;ENTRYPOINT [\"a\", \"b c\"]            | a,b c",
                "FROM foo;ENTRYPOINT a 'b c' \"d\"               | a,b c,d",
                "FROM foo;ENTRYPOINT [\"a\", \\;\"b\"]           | a,b",
                "FROM foo;ENTRYPOINT a;ENTRYPOINT b;RUN c        | b",
                "FROM foo AS x;ENTRYPOINT a;FROM x               | a",
                "from foo;entrypoint a                           | a",
                "FROM foo;RUN <<A;ENTRYPOINT a;A;ENTRYPOINT b    | b",
            })
    void entrypointInFileWins(String file, String words) {
        assertThat(new DockerDialect().entrySource(lines(file), ARM))
                .isEqualTo(new EntrypointSource.Own(List.of(words.split(","))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "BootStrap: docker;From: foo:1;%post      | foo:1",
                "bootstrap: DOCKER;from: foo              | foo",
                "From: foo                                | foo",
                "Bootstrap: library;From: foo             | none",
                "\ufeffBootstrap : docker;From: foo # base   | foo",
                "Bootstrap: docker;From: a;Stage: x;%post; y;Bootstrap: docker;From: b;%files from x; /a /b | b",
            })
    void definitionFileNamesBaseImage(String file, @Nullable String image) {
        EntrypointSource expected =
                image == null ? new EntrypointSource.None() : new EntrypointSource.Inherited(image, Optional.empty());
        assertThat(new SingularityDialect().entrySource(lines(file), ARM)).isEqualTo(expected);
    }

    @Test
    void platformInFileIsUsed() {
        assertThat(new DockerDialect().entrySource("FROM --platform=linux/amd64 foo:1 AS x\nRUN a\n", ARM))
                .isEqualTo(new EntrypointSource.Inherited("foo:1", Optional.of(Platform.LINUX_AMD64)));
        assertThat(new DockerDialect().entrySource("FROM --platform=$TARGETPLATFORM foo", ARM))
                .isEqualTo(new EntrypointSource.Inherited("foo", Optional.of(ARM)));
    }

    private static String lines(String text) {
        return text.replace(';', '\n') + "\n";
    }
}
